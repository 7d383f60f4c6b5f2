import { sayOnStderr } from '../own-stderr';

/** zeromq aborts with a message when the process exits while its sockets are open in a thread; a kill avoids that. */
export function endProcess(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** Ends the process, because a kernel without its sockets is of no use. */
export function fail(error: unknown): void {
  sayOnStderr(`The kernel failed: ${error instanceof Error ? error.stack : String(error)}`);
  endProcess();
}
