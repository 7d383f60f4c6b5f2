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
    for (const pid of descendantsOf(process.pid, new Set(this.program.others))) {
      try {
        process.kill(pid, signal);
      } catch {
        // It has just ended by itself.
      }
    }
  }

  /** Shows the rest of what it wrote. */
  end(): void {
    clearInterval(this.timer);
    this.tell((output) => output.close());
  }

  private tell(read: (output: ProgramOutput) => string): void {
    for (const { name, output } of this.outputs) {
      const text = read(output);
      if (text !== '') this.print({ kind: 'stream', name, text, parentHeader: this.program.parentHeader });
    }
  }
}
