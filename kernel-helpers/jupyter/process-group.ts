import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { errorCode } from 'kernel-helpers/error-code';

/** A program that runs in a process group of its own, so that it can be ended together with its children. */
export class ProcessGroup {
  private readonly exit: Promise<number>;

  private constructor(readonly child: ChildProcess) {
    this.exit = exitOf(child);
    // Whoever waits for the exit gets its error; without this line an error before that would end this process.
    this.exit.catch(() => undefined);
  }

  /** Starts a program. Ctrl-C in the terminal does not reach it: whoever starts it ends it. */
  static start(command: string, args: readonly string[], options: SpawnOptions): ProcessGroup {
    return new ProcessGroup(spawn(command, args, { ...options, detached: true }));
  }

  get hasExited(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Settles when the program has ended: its exit code, or 1 when a signal ended it. Rejects when it could not start. */
  exited(): Promise<number> {
    return this.exit;
  }

  /** Asks the program to end by SIGTERM, ends the whole group after `graceSeconds`, and waits for it. Twice is fine. */
  async close(graceSeconds = 10): Promise<void> {
    if (!this.hasExited) {
      this.signal('SIGTERM');
      const force = setTimeout(() => this.signal('SIGKILL'), graceSeconds * 1_000);
      await this.exit.finally(() => clearTimeout(force));
    }
    // The program itself is gone; a child that it left behind is not allowed to stay.
    this.signal('SIGKILL');
  }

  private signal(name: NodeJS.Signals): void {
    if (this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, name);
    } catch (error) {
      if (errorCode(error) !== 'ESRCH') throw error;
    }
  }
}

async function exitOf(child: ChildProcess): Promise<number> {
  const [code]: unknown[] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}
