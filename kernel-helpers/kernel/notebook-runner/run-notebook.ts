import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PlatformError, UserError } from 'kernel-helpers/errors';
import { KERNEL_NODE_OPTIONS } from '../node-options';
import { sayOnStderr } from '../own-stderr';
import { findSnapshot } from '../snapshot/snapshot-file';
import { parametersSource } from './parameters-source';
import type { RunRequest } from './run-cells';

/** An interrupted notebook gets this long to save its outputs; a cell that is busy in a loop prevents the save. */
const STOP_PATIENCE_MS = 2_000;
const BUSY_PATIENCE_MS = 500;

export interface RunNotebookOptions {
  /** The file for the executed notebook, written after each cell, also when one fails. By default, none is written. */
  readonly output?: string;
  /** Values by name, set after the cell that is tagged `parameters`. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Interrupts the running cell and ends the run. */
  readonly signal?: AbortSignal;
}

/**
 * Executes a notebook without Jupyter, in its own process and in the notebook's folder, as the kernel would.
 * Resolves to an exit code: 0, or 1 when a cell failed or the file is not a notebook; the reason goes to stderr.
 * Throws a UserError for parameters that cannot be set, and the signal's reason when that ended the run.
 */
export async function runNotebook(path: string, options: RunNotebookOptions = {}): Promise<number> {
  const { signal } = options;
  const request = requestOf(path, options);
  signal?.throwIfAborted();
  const snapshot = findSnapshot();
  const child = spawn(
    process.execPath,
    [
      ...KERNEL_NODE_OPTIONS,
      ...(snapshot === undefined ? [] : ['--snapshot-blob', snapshot]),
      join(__dirname, 'main.js'),
      JSON.stringify(request),
    ],
    // Ctrl-C in a terminal signals a whole process group. This process has its own, to be interrupted step by step.
    { cwd: dirname(request.notebook), stdio: ['ignore', 'inherit', 'inherit'], detached: true },
  );
  let timers: readonly NodeJS.Timeout[] = [];
  const stop = () => {
    timers = stopGently(child);
  };
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const [code, endedBy] = await once(child, 'exit');
    if (signal?.aborted && code === null)
      sayOnStderr(`${path}: interrupted in a busy cell. What ran before it is kept.`);
    signal?.throwIfAborted();
    if (typeof code === 'number') return code;
    throw new PlatformError(
      `The process that ran ${path} was ended by ${endedBy}. If memory ran out, run it on a larger machine or on fewer rows.`,
    );
  } finally {
    signal?.removeEventListener('abort', stop);
    for (const timer of timers) clearTimeout(timer);
  }
}

/** Interrupts the running cell; later ends a process that is still busy; at last kills everything. */
function stopGently(child: ChildProcess): readonly NodeJS.Timeout[] {
  // A cell that waits is interrupted by this signal. One that is busy never hears it, and ends with its process.
  child.kill('SIGTERM');
  const endBusy = setTimeout(() => killGroup(child, 'SIGINT'), BUSY_PATIENCE_MS);
  return [endBusy, setTimeout(() => killGroup(child, 'SIGKILL'), STOP_PATIENCE_MS)];
}

/** Signals the process together with the programs that a cell waits for, as a terminal does. */
function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (process.platform === 'win32') child.kill(signal);
  else if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, signal);
}

function requestOf(path: string, { output, parameters = {} }: RunNotebookOptions): RunRequest {
  const notebook = resolve(path);
  if (!existsSync(notebook)) {
    throw new UserError(`There is no notebook ${notebook}. Give the path of an .ipynb file.`);
  }
  const names = Object.keys(parameters);
  return {
    notebook,
    ...(output !== undefined && { output: resolve(output) }),
    ...(names.length > 0 && { parameters: { source: parametersSource(parameters), names } }),
  };
}
