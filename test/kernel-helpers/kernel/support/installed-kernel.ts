import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installKernel } from '../../../../kernel-helpers/kernel/dist/install';

export interface InstalledForTest {
  /** What makes Jupyter's tools find this kernel and no other of its name. */
  readonly env: { readonly JUPYTER_PATH: string };
  readonly prefix: string;
  readonly directory: string;
  readonly argv: readonly string[];
  readonly whyPlainStart: string | undefined;
  remove(): void;
}

/** Installs the kernel under a folder of its own. */
export async function installForTest(): Promise<InstalledForTest> {
  const prefix = mkdtempSync(join(tmpdir(), 'kernel-prefix-'));
  const { directory, whyPlainStart } = await installKernel({ prefix });
  const { argv }: { argv: string[] } = JSON.parse(readFileSync(join(directory, 'kernel.json'), 'utf8'));
  return {
    prefix,
    directory,
    argv,
    whyPlainStart,
    env: { JUPYTER_PATH: join(prefix, 'share/jupyter') },
    remove: () => rmSync(prefix, { recursive: true, force: true }),
  };
}
