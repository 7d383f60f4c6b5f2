import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { errorCode } from 'kernel-helpers/error-code';

/** A program that runs in a process group of its own, so that its children can be ended together with it. */
export class ProcessGroup {
  private readonly exit: Promise<number>;

  private constructor(readonly child: ChildProcess) {
    this.exit = exitOf(child);
    // A caller that waits for the exit gets its error. Without this line, an earlier error would end this process.
    this.exit.catch(() => undefined);
  }

  /** Starts a program. Ctrl-C in the terminal does not reach it, so the caller has to end it. */
  static start(command: string, args: readonly string[], options: SpawnOptions): ProcessGroup {
    return new ProcessGroup(spawn(command, args, { ...options, detached: true }));
  }

  get hasExited(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Resolves to the program's exit code, or to 1 when a signal ended it. Rejects when the program could not start. */
  exited(): Promise<number> {
    return this.exit;
  }

  /** Sends SIGTERM, kills the whole group after `graceSeconds`, and waits for the end. Calling it twice is fine. */
  async close(graceSeconds = 10): Promise<void> {
    if (!this.hasExited) {
      this.signal('SIGTERM');
      const force = setTimeout(() => this.signal('SIGKILL'), graceSeconds * 1_000);
      await this.exit.finally(() => clearTimeout(force));
    }
    // The program itself has ended; this ends the children that it left behind.
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
