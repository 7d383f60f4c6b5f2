import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findPythonTools } from '../../kernel-helpers/local-account/dist/account/python';
import { PEERS_PYTHON, ROOT } from '../support/clone';
import { packFolder } from './pack-folder';
import { type CheckFiles, runCheck } from './run-check';
import { unpackWheel } from './unpack-wheel';

/**
 * `npm run check-gpu` checks training on this machine's GPU; `-- --pack <folder>` writes a folder that does so on a
 * machine without internet; `-- --without-gpu` compares on the CPU only.
 * @returns the exit code
 */
export async function main(args: readonly string[]): Promise<number> {
  const [option, folder] = args;
  if (option === '--pack') {
    if (folder === undefined) throw new Error('Name the folder: npm run check-gpu -- --pack <folder>');
    await packFolder(folder);
    console.log(`Copy ${folder} to a machine with a GPU, and run check.sh there.`);
    return 0;
  }
  return runCheck(() => filesOfClone(args), args);
}

/** The wheel for GPUs is downloaded once; without a GPU the clone's own wheel for CPUs does. */
async function filesOfClone(args: readonly string[]): Promise<CheckFiles> {
  const peer = join(__dirname, 'train_in_python.py');
  if (args.includes('--without-gpu')) {
    const { xgboostLibrary: library } = findPythonTools();
    if (library === undefined) throw new Error('The wheel xgboost-cpu is not in .venv. Run npm run set-up.');
    return { library, python: PEERS_PYTHON, peer };
  }
  const folder = join(ROOT, '.check-gpu');
  const wheel = join(folder, 'wheel');
  if (!existsSync(wheel)) await unpackWheel(folder);
  return { library: join(wheel, 'xgboost/lib/libxgboost.so'), python: PEERS_PYTHON, pythonPath: wheel, peer };
}
