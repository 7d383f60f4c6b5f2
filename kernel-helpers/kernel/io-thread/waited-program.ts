import { descendantsOf } from './process-tree';
import { ProgramOutput } from './program-output';
import type { ProgramStart, StreamName, StreamText } from './thread-protocol';

const POLL_MS = 50;

/**
 * A program that a cell waits for with its thread, as by `execSync`. Until it has ended this thread alone can show what
 * it writes, and end it when the user interrupts the cell.
 */
export class WaitedProgram {
  private readonly outputs: readonly { readonly name: StreamName; readonly output: ProgramOutput }[];
  private readonly timer: NodeJS.Timeout | undefined;
  private nextTry: NodeJS.Timeout | undefined;
  private wasInterrupted = false;

  constructor(
    private readonly program: ProgramStart,
    private readonly print: (text: StreamText) => void,
  ) {
    this.outputs = program.outputs.map(({ name, file }) => ({ name, output: new ProgramOutput(file) }));
    if (this.outputs.length > 0) this.timer = setInterval(() => this.tell((output) => output.read()), POLL_MS);
  }

  /** As Ctrl-C does in a terminal; people who press twice mean it. */
  interrupt(): void {
    const signal = this.wasInterrupted ? 'SIGKILL' : 'SIGINT';
    this.wasInterrupted = true;
    clearTimeout(this.nextTry);
    this.sendSignal(signal);
  }

  /** Shows the rest of what it wrote. */
  end(): void {
    clearInterval(this.timer);
    clearTimeout(this.nextTry);
    this.tell((output) => output.close());
  }

  /** The program may be about to start, and then no process is there yet. */
  private sendSignal(signal: 'SIGINT' | 'SIGKILL'): void {
    const heard = descendantsOf(process.pid, new Set(this.program.others)).filter((pid) => isSent(pid, signal));
    if (heard.length === 0) this.nextTry = setTimeout(() => this.sendSignal(signal), POLL_MS);
  }

  private tell(read: (output: ProgramOutput) => string): void {
    for (const { name, output } of this.outputs) {
      const text = read(output);
      if (text !== '') this.print({ kind: 'stream', name, text, parentHeader: this.program.parentHeader });
    }
  }
}

/** False when the process has just ended by itself. */
function isSent(pid: number, signal: 'SIGINT' | 'SIGKILL'): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
