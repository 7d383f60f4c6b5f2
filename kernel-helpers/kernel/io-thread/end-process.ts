import { sayOnStderr } from '../own-stderr';

/** zeromq aborts when the process exits while its sockets are open in a thread; a kill has no such last words. */
export function endProcess(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** Without its sockets a kernel is of no use to anybody. */
export function fail(error: unknown): void {
  sayOnStderr(`The kernel failed: ${error instanceof Error ? error.stack : String(error)}`);
  endProcess();
}
