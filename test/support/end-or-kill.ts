import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Asks a program to end, waits for that, and kills it after a deadline. Does nothing if it has ended. */
export async function endOrKill(child: ChildProcess, ask: () => void, withinMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  ask();
  const force = setTimeout(() => child.kill('SIGKILL'), withinMs);
  await exited;
  clearTimeout(force);
}
