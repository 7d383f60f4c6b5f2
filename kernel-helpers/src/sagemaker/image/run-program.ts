import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { PlatformError } from '../../errors';

const KEPT_LINES = 20;

export interface ProgramRun {
  /** Called with each line that the program prints. */
  readonly onLine?: (line: string) => void;
  /** Written to the program's standard input: give passwords here, because other users can list arguments. */
  readonly input?: string;
  readonly cwd?: string;
  readonly signal?: AbortSignal;
}

/** Runs a program to its end and returns its exit code. Rejects with ENOENT where there is no such program. */
export async function exitCodeOf(command: string, args: readonly string[], run: ProgramRun = {}): Promise<number> {
  const { onLine, input, cwd, signal } = run;
  return await new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: process.env, stdio: ['pipe', 'pipe', 'pipe'], cwd, signal });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => onLine?.(line));
    }
    child.stdin.on('error', reject);
    child.stdin.end(input);
  });
}

/**
 * Runs a program that must end well.
 * @param title how the message calls it
 * @throws PlatformError with the last lines that it printed
 */
export async function runProgram(
  title: string,
  [command = '', ...args]: readonly string[],
  run: ProgramRun = {},
): Promise<void> {
  const lines: string[] = [];
  const exitCode = await exitCodeOf(command, args, {
    ...run,
    onLine(line) {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      run.onLine?.(line);
    },
  });
  if (exitCode === 0) return;
  throw new PlatformError(`${title} failed with exit code ${exitCode}:\n${lines.join('\n')}`, { facts: { exitCode } });
}
