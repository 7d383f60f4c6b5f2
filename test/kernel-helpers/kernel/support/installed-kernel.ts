import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installKernel } from '../../../../kernel-helpers/kernel/dist/install';

export interface InstalledForTest {
  /** The environment in which Jupyter's tools find this kernel and no other of its name. */
  readonly env: { readonly JUPYTER_PATH: string };
  readonly prefix: string;
  readonly directory: string;
  readonly argv: readonly string[];
  remove(): void;
}

/** A cell whose result is true when the kernel's compiler came with the snapshot. */
export const CAME_FROM_SNAPSHOT = "Symbol.for('tslab-kernel.snapshot-compiler') in globalThis";

/** Installs the kernel under its own folder. */
export async function installForTest(): Promise<InstalledForTest> {
  const prefix = mkdtempSync(join(tmpdir(), 'kernel-prefix-'));
  return {
    ...(await installUnder(prefix)),
    prefix,
    env: { JUPYTER_PATH: join(prefix, 'share/jupyter') },
    remove: () => rmSync(prefix, { recursive: true, force: true }),
  };
}

/** Installs the kernel under an existing folder, with its snapshot, so that tests start it as users do. */
export async function installUnder(prefix: string): Promise<Pick<InstalledForTest, 'directory' | 'argv'>> {
  const { directory, whyPlainStart } = await installKernel({ prefix });
  if (whyPlainStart !== undefined) throw new Error(`The kernel has no snapshot. ${whyPlainStart}`);
  const { argv }: { argv: string[] } = JSON.parse(readFileSync(join(directory, 'kernel.json'), 'utf8'));
  return { directory, argv };
}
