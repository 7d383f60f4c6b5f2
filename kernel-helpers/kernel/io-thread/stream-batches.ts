import type { OutgoingMessage, StreamText } from './thread-protocol';

/** Text is sent when it has waited this long or grown this big: a message for every line is too much for front ends. */
const MAX_WAIT_MS = 20;
const MAX_CHARACTERS = 65_536;

/** Joins printed text into messages. It runs in the I/O thread, where timers run even while a cell is busy. */
export class StreamBatches {
  private pending: StreamText | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly send: (message: OutgoingMessage) => void) {}

  add(next: StreamText): void {
    const { pending } = this;
    if (pending && pending.name === next.name && pending.parentHeader === next.parentHeader) {
      this.pending = { ...pending, text: pending.text + next.text };
    } else {
      this.flush();
      this.pending = next;
    }
    if ((this.pending?.text.length ?? 0) > MAX_CHARACTERS) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), MAX_WAIT_MS);
  }

  /** Sends what waits; called before anything that must come after it. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { pending } = this;
    if (!pending) return;
    this.pending = undefined;
    this.send({
      kind: 'send',
      channel: 'iopub',
      type: 'stream',
      identities: [Buffer.from('stream')],
      parentHeader: pending.parentHeader,
      metadata: '{}',
      content: JSON.stringify({ name: pending.name, text: pending.text }),
      buffers: [],
    });
  }
}
