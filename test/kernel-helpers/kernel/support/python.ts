import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './kernel-client';

const PYTHON = join(REPOSITORY, '.venv/bin/python');

export interface PythonRun {
  readonly exitCode: number;
  readonly stdout: string;
  /** Both streams. */
  readonly output: string;
}

/** Runs the Python of the repository, which has Jupyter's tools; fails when it is not set up. */
export function runPython(parameters: readonly string[], env: NodeJS.ProcessEnv, cwd = REPOSITORY): Promise<PythonRun> {
  if (!existsSync(PYTHON)) throw new Error(`${PYTHON} is missing. Set it up with: npm run set-up`);
  return new Promise((resolve) => {
    execFile(PYTHON, parameters, { env: { ...process.env, ...env }, cwd, timeout: 90_000 }, (error, stdout, stderr) => {
      const exitCode = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
      resolve({ exitCode, stdout, output: `${stdout}${stderr}` });
    });
  });
}
