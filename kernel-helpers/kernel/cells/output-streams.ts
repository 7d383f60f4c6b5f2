import type { StreamName } from '../io-thread/thread-protocol';
import type { Place } from '../owners/owner';
import type { ClientMessages } from '../protocol/client-messages';
import type { CurrentCell } from './current-cell';

/**
 * In each window of time, this many pieces go to the I/O thread at once, because a loop that prints and then computes
 * must show what it printed. Further pieces are joined here, because each piece costs a message between threads.
 */
const PIECES_AT_ONCE = 50;
const WINDOW_MS = 20;
const MAX_CHARACTERS = 65_536;

/** Sends what is printed to the cell that printed it, in order. */
export class OutputStreams {
  private pending: { readonly name: StreamName; readonly place: Place | undefined; text: string } | undefined;
  private windowStart = 0;
  private piecesInWindow = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly messages: ClientMessages,
    private readonly currentCell: CurrentCell,
  ) {}

  write(name: StreamName, text: string, place: Place | undefined = this.currentCell.owner): void {
    if (place?.isSilent === true || text === '') return;
    if (this.pending?.name !== name || this.pending.place?.request !== place?.request) {
      this.flush();
      this.pending = { name, place, text: '' };
    }
    this.pending.text += text;
    if (this.mayGoAtOnce() || this.pending.text.length > MAX_CHARACTERS) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), WINDOW_MS);
  }

  /** Sends what waits; called before anything that must come after it. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { pending } = this;
    if (!pending) return;
    this.pending = undefined;
    this.messages.print(pending.name, pending.text, pending.place?.request);
  }

  private mayGoAtOnce(): boolean {
    const now = performance.now();
    if (now - this.windowStart > WINDOW_MS) {
      this.windowStart = now;
      this.piecesInWindow = 0;
    }
    this.piecesInWindow += 1;
    return this.piecesInWindow <= PIECES_AT_ONCE;
  }
}
