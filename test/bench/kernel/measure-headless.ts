import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PYTHON, ROOT } from '../../support/clone';
import { runToSuccess } from '../../support/run-process';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { writeNotebook } from '../../support/write-notebook';
import type { MeasuredKernel } from '../kernels';

/** Times a whole command that runs a notebook of one trivial cell, with this project's runner or with Jupyter's. */
export async function measureHeadless(kernel: MeasuredKernel): Promise<number> {
  const folder = makeTemporaryFolder('headless-bench');
  const notebook = join(folder.path, 'trivial.ipynb');
  try {
    writeNotebook(notebook, [kernel.trivial(1)]);
    const [program = '', ...args] = kernel.hasRunner ? ownRunner(notebook) : jupyterRunner(notebook);
    const env = { ...process.env, JUPYTER_PATH: writeKernelspec(kernel, folder.path) };
    const begun = performance.now();
    await runToSuccess(program, args, { cwd: folder.path, env });
    return performance.now() - begun;
  } finally {
    folder.close();
  }
}

function ownRunner(notebook: string): readonly string[] {
  return [process.execPath, join(ROOT, 'kernel-helpers/bin/kernel-helpers.mjs'), 'run', notebook];
}

function jupyterRunner(notebook: string): readonly string[] {
  return [join(dirname(PYTHON), 'jupyter-execute'), notebook];
}

/** Installs the kernel under the name that the notebook asks for. */
function writeKernelspec({ argv, language }: MeasuredKernel, folder: string): string {
  const directory = join(folder, 'jupyter/kernels/tslab');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'kernel.json'), JSON.stringify({ argv, language, display_name: 'Measured' }));
  return join(folder, 'jupyter');
}
