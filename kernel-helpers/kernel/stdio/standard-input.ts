import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Input } from '../answers/input';
import type { CurrentCell } from '../cells/current-cell';
import type { Owner } from '../owners/owner';
import { AskingStream, type Questioner } from './asking-stream';
import { captureLineInterfaces } from './line-interfaces';

export interface StandardInputParts {
  readonly input: Input;
  readonly currentCell: CurrentCell;
  /** Ends the running cell with an error. */
  readonly fail: (error: unknown) => void;
}

/** Everything by which code reads the process's standard input line by line; each line is asked for in the notebook. */
export class StandardInput {
  private readonly streams = new Set<AskingStream>();
  private readonly waiting = new Set<() => void>();
  private stream: AskingStream | undefined;

  private readonly questioner: Questioner;

  constructor(parts: StandardInputParts) {
    this.questioner = this.createQuestioner(parts);
  }

  /** Takes over `process.stdin` and `readline`; once for the life of the process. */
  capture(): void {
    Object.defineProperty(process, 'stdin', { get: () => this.current(), configurable: true, enumerable: true });
    captureLineInterfaces(this.questioner, (lines) => this.remember(lines));
  }

  /**
   * Resolves when no code of a cell waits for a line any more. As a program does not end while it reads its input, the
   * cell does not either. Undefined when nothing has read.
   */
  untilRead(cell: Owner): Promise<void> | undefined {
    return this.streams.size === 0 ? undefined : this.untilNoneIsAwaited(cell);
  }

  private async untilNoneIsAwaited(cell: Owner): Promise<void> {
    for (;;) {
      await nextTurn();
      for (const stream of this.streams) if (stream.destroyed) this.streams.delete(stream);
      if (![...this.streams].some((stream) => stream.isAwaitedBy(cell))) return;
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
  }

  /** A new one where the last has ended: the next cell reads again. */
  private current(): AskingStream {
    if (!this.stream || this.stream.isSpent) {
      this.stream = new AskingStream(this.questioner);
      this.remember(this.stream);
    }
    return this.stream;
  }

  private remember(stream: AskingStream): void {
    this.streams.add(stream);
    stream.once('close', () => this.streams.delete(stream));
  }

  private createQuestioner({ input, currentCell, fail }: StandardInputParts): Questioner {
    const { waiting } = this;
    return {
      get owner() {
        return currentCell.owner;
      },
      ask: (owner, question) => input.askFor(owner, question),
      askAndWait: (question) => input.askAndWait(question),
      fail,
      notice: () => {
        for (const resume of waiting) resume();
        waiting.clear();
      },
    };
  }
}
