/** Quicker work needs no progress. */
const QUIET_SECONDS = 2;
/** A file or a log gets a line for each step, and otherwise less often than a terminal, where the line is replaced. */
const LINE_EVERY_SECONDS = 10;

/** Says on a stream what is under way and for how long, once it takes more than two seconds. */
export class ProgressOnTerminal {
  private title = '';
  private step = '';
  private startedAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private shown: { readonly step: string; readonly seconds: number } | undefined;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  begin(title: string): void {
    this.end();
    this.title = title;
    this.step = '';
    this.startedAt = performance.now();
    this.timer = setInterval(() => this.show(), 1000);
  }

  report(step: string): void {
    this.step = step;
  }

  /** Takes the line away. Calling it twice is fine. */
  end(): void {
    clearInterval(this.timer);
    if (this.stream.isTTY && this.shown !== undefined) this.stream.write('\r\x1b[K');
    this.shown = undefined;
  }

  private show(): void {
    const { title, step, shown } = this;
    const seconds = Math.round((performance.now() - this.startedAt) / 1000);
    if (seconds < QUIET_SECONDS) return;
    const isNews = shown === undefined || shown.step !== step || seconds >= shown.seconds + LINE_EVERY_SECONDS;
    if (!this.stream.isTTY && !isNews) return;
    this.shown = { step, seconds };
    const text = `… ${title}${step === '' ? '' : `: ${step}`} (${seconds} s)`;
    this.stream.write(this.stream.isTTY ? `\r\x1b[K${text.slice(0, this.stream.columns - 1)}` : `${text}\n`);
  }
}
