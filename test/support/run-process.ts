import { type ChildProcess, spawn } from 'node:child_process';

/** Less than a test may take, so that the test can still show the output of a program that hangs. */
const DEADLINE_SECONDS = 110;

export interface ProcessRequest {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** After this time the process and its children are killed, and the error shows what was printed. @default 50 */
  readonly deadlineSeconds?: number;
  /** Called with everything printed so far, whenever something is printed; for acting while the process runs. */
  readonly onOutput?: (output: string, running: ChildProcess) => void;
}

export interface ProcessResult {
  /** The exit code, or undefined when a signal ended the process. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; a non-zero exit code is a result, not an error. */
export function runProcess(
  command: string,
  args: readonly string[],
  { cwd, env, deadlineSeconds = DEADLINE_SECONDS, onOutput }: ProcessRequest = {},
): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    let isLate = false;
    const deadline = setTimeout(() => {
      isLate = true;
      killGroup(child);
    }, deadlineSeconds * 1_000);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      onOutput?.(stdout + stderr, child);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      onOutput?.(stdout + stderr, child);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(deadline);
      if (!isLate) resolve({ exitCode: code ?? undefined, stdout, stderr });
      else reject(new Error(`${command} ${args.join(' ')} took over ${deadlineSeconds} s.\n${stdout}\n${stderr}`));
    });
  });
}

/** Runs a program that must succeed, and returns what it printed on stdout. */
export async function runToSuccess(
  command: string,
  args: readonly string[],
  request: ProcessRequest = {},
): Promise<string> {
  const { exitCode, stdout, stderr } = await runProcess(command, args, request);
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${exitCode}.\n${stdout}\n${stderr}`);
  return stdout;
}

function killGroup(child: ChildProcess): void {
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
}
