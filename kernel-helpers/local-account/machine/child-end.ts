import type { ChildProcess } from 'node:child_process';

/** Resolves when a child process has ended or could not be started, and says how it ended. Never rejects. */
export function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `ended by ${signal}`));
  });
}

/** Waits for a child to end, and kills it when it takes longer. */
export async function waitOrKill(
  child: ChildProcess,
  ended: Promise<string>,
  timeoutMilliseconds: number,
): Promise<void> {
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMilliseconds);
  await ended;
  clearTimeout(timer);
}

/** The answer; undefined when the child ends or the time runs out first. */
export async function answerBeforeEnd<Answer>(
  answer: Promise<Answer>,
  ended: Promise<string>,
  timeoutMilliseconds: number,
): Promise<Answer | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutMilliseconds);
  });
  try {
    return await Promise.race([answer, ended.then(() => undefined), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
