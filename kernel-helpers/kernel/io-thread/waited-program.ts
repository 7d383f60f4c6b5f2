import { catchesInterrupts, descendantsOf } from './process-tree';
import { ProgramOutput } from './program-output';
import type { ProgramStart, StreamName, StreamText } from './thread-protocol';

const POLL_MS = 50;
/** After this time, a program that a shell was about to start has started, even on a busy machine. */
const LATE_START_MS = 250;

/**
 * A program that blocks the main thread while a cell waits for it, as by `execSync`. Until it has ended, only the I/O
 * thread can show what it writes, and end it when the user interrupts the cell.
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

  /** Sends SIGINT, as Ctrl-C does in a terminal; the second time SIGKILL, because people who press twice mean it. */
  interrupt(): void {
    const signal = this.wasInterrupted ? 'SIGKILL' : 'SIGINT';
    this.wasInterrupted = true;
    clearTimeout(this.nextTry);
    this.sendSignal(signal);
  }

  /** Shows the rest of what the program wrote. */
  end(): void {
    clearInterval(this.timer);
    clearTimeout(this.nextTry);
    this.tell((output) => output.close());
  }

  /**
   * A shell that is about to start a program can lose the signal, and then waits until that program ends. So when none
   * of the first processes has ended after a while, a second signal goes to processes that have come since, and to
   * those that do not handle SIGINT, which the first signal would have ended.
   */
  private sendSignal(signal: 'SIGINT' | 'SIGKILL', earlier: readonly number[] = []): void {
    const running = descendantsOf(process.pid, new Set(this.program.others));
    const unheard = running.filter((pid) => !(earlier.includes(pid) && catchesInterrupts(pid)));
    const told = unheard.filter((pid) => isSent(pid, signal));
    if (earlier.length > 0) return;
    const lookAgain = () => {
      if (told.every((pid) => isSent(pid, 0))) this.sendSignal(signal, told);
    };
    this.nextTry = setTimeout(lookAgain, told.length === 0 ? POLL_MS : LATE_START_MS);
  }

  private tell(read: (output: ProgramOutput) => string): void {
    for (const { name, output } of this.outputs) {
      const text = read(output);
      if (text !== '') this.print({ kind: 'stream', name, text, parentHeader: this.program.parentHeader });
    }
  }
}

/** False when the process has just ended by itself. */
function isSent(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
