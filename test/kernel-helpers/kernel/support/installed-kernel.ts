import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installKernel } from '../../../../kernel-helpers/kernel/dist/install';

export interface InstalledForTest {
  /** What makes Jupyter's tools find this kernel and no other of its name. */
  readonly env: { readonly JUPYTER_PATH: string };
  readonly prefix: string;
  remove(): void;
}

/** Installs the kernel under a folder of its own. */
export async function installForTest(): Promise<InstalledForTest> {
  const prefix = mkdtempSync(join(tmpdir(), 'kernel-prefix-'));
  await installKernel({ prefix });
  return {
    prefix,
    env: { JUPYTER_PATH: join(prefix, 'share/jupyter') },
    remove: () => rmSync(prefix, { recursive: true, force: true }),
  };
}
