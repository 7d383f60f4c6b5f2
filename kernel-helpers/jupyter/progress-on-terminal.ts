/** Quicker work needs no progress. */
const QUIET_SECONDS = 2;
/** A file or a log gets a line less often than a terminal, where the line is replaced. */
const LINE_EVERY_SECONDS = 10;

/** Says on a stream what is under way and for how long, once it takes more than two seconds. */
export class ProgressOnTerminal {
  private title = '';
  private detail = '';
  private startedAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private hasLine = false;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  begin(title: string): void {
    this.end();
    this.title = title;
    this.detail = '';
    this.startedAt = performance.now();
    this.timer = setInterval(() => this.show(), 1000);
  }

  report(detail: string): void {
    this.detail = detail;
  }

  /** Takes the line away. Calling it twice is fine. */
  end(): void {
    clearInterval(this.timer);
    if (this.hasLine) this.stream.write('\r\x1b[K');
    this.hasLine = false;
  }

  private show(): void {
    const seconds = Math.round((performance.now() - this.startedAt) / 1000);
    if (seconds < QUIET_SECONDS) return;
    const text = `… ${this.title}${this.detail === '' ? '' : `: ${this.detail}`} (${seconds} s)`;
    if (this.stream.isTTY) {
      this.stream.write(`\r\x1b[K${text.slice(0, this.stream.columns - 1)}`);
      this.hasLine = true;
    } else if (seconds === QUIET_SECONDS || seconds % LINE_EVERY_SECONDS === 0) {
      this.stream.write(`${text}\n`);
    }
  }
}
