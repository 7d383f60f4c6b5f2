import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join, resolve } from 'node:path';
import { KERNEL_NODE_OPTIONS } from '../node-options';
import { findSnapshot } from '../snapshot/build-snapshot';
import type { RunRequest } from './run-cells';

export interface RunNotebookOptions {
  /** Where the executed notebook goes, also when a cell fails. Nowhere by default. */
  readonly output?: string;
  /** Values by name, set after the cell that is tagged `parameters`. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Ends the run. */
  readonly signal?: AbortSignal;
}

/**
 * Executes a notebook without Jupyter, in a process of its own and in the notebook's folder, as the kernel would.
 * Resolves to an exit code: 0, or 1 when a cell failed or the file is no notebook; the reason goes to stderr.
 */
export async function runNotebook(path: string, options: RunNotebookOptions = {}): Promise<number> {
  const { output, parameters = {}, signal } = options;
  const notebook = resolve(path);
  const request: RunRequest = { notebook, parameters, ...(output !== undefined && { output: resolve(output) }) };
  const snapshot = findSnapshot();
  const child = spawn(
    process.execPath,
    [
      ...KERNEL_NODE_OPTIONS,
      ...(snapshot === undefined ? [] : ['--snapshot-blob', snapshot]),
      join(__dirname, 'main.js'),
      JSON.stringify(request),
    ],
    { cwd: dirname(notebook), stdio: ['ignore', 'inherit', 'inherit'], ...(signal && { signal }) },
  );
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}
