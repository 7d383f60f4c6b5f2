import { chmodSync, copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../support/clone';
import { unpackWheel } from './unpack-wheel';

const SCRIPT = `#!/bin/sh
# Checks training on this machine's GPU; needs a python3 with numpy and scipy, and no internet.
cd "$(dirname "$0")" && exec ./node check-gpu.cjs "$@"
`;

/** Writes a folder that checks the GPU of a Linux machine (x86-64) without internet: run its check.sh there. */
export async function packFolder(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(__dirname, 'check-from-folder.ts')],
    outfile: join(folder, 'check-gpu.cjs'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['koffi', 'container/package.json'],
  });
  for (const name of ['koffi', '@koromix/koffi-linux-x64']) {
    cpSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name), { recursive: true });
  }
  // The image's own program, whose threads a host starts.
  cpSync(join(ROOT, 'container', 'image-program'), join(folder, 'node_modules', 'container'), { recursive: true });
  copyFileSync(process.execPath, join(folder, 'node'));
  copyFileSync(join(__dirname, 'train_in_python.py'), join(folder, 'train_in_python.py'));
  await unpackWheel(folder);
  rmSync(join(folder, 'download'), { recursive: true });
  writeFileSync(join(folder, 'check.sh'), SCRIPT);
  chmodSync(join(folder, 'check.sh'), 0o755);
}
