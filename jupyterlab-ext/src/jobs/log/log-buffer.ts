/** A line that a host wrote. */
export interface LogLine {
  /** ISO 8601. */
  readonly at: string;
  readonly host: string;
  readonly text: string;
}

export interface LogLimits {
  readonly lines: number;
  readonly characters: number;
  /** Longer lines are cut and say so. */
  readonly charactersPerLine: number;
}

export const LOG_LIMITS: LogLimits = { lines: 100_000, characters: 50_000_000, charactersPerLine: 20_000 };

/**
 * The newest lines of a log. Each line keeps its number, which counts from 0 at the log's beginning. What goes over the
 * limits is left out from the beginning, a tenth at a time.
 */
export class LogBuffer {
  private lines: LogLine[] = [];
  private characters = 0;
  private readonly names = new Map<string, string>();
  /** How many lines from the log's beginning are left out; the number of the first line that is there. */
  leftOut = 0;

  constructor(private readonly limits: LogLimits = LOG_LIMITS) {}

  /** One more than the number of the newest line. */
  get end(): number {
    return this.leftOut + this.lines.length;
  }

  /** All hosts that wrote, in the order of their names. */
  get hosts(): readonly string[] {
    return [...this.names.keys()].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  }

  /** The line of that number, unless it is left out or not written yet. */
  at(number: number): LogLine | undefined {
    return this.lines[number - this.leftOut];
  }

  append(lines: readonly LogLine[]): void {
    for (const line of lines) {
      const kept = { at: line.at, host: this.nameOf(line.host), text: this.cut(line.text) };
      this.lines.push(kept);
      this.characters += kept.text.length;
    }
    this.leaveOut();
  }

  private leaveOut(): void {
    const { lines: mostLines, characters: mostCharacters } = this.limits;
    if (this.lines.length <= mostLines && this.characters <= mostCharacters) return;
    let count = 0;
    let left = this.characters;
    // Some more than must be, because each time moves all lines.
    while (
      count < this.lines.length - 1 &&
      (this.lines.length - count > mostLines * 0.9 || left > mostCharacters * 0.9)
    ) {
      left -= this.lines[count].text.length;
      count += 1;
    }
    this.lines = this.lines.slice(count);
    this.characters = left;
    this.leftOut += count;
  }

  /** One string for all lines of a host: parsed messages bring a new one with each line. */
  private nameOf(host: string): string {
    const known = this.names.get(host);
    if (known === undefined) this.names.set(host, host);
    return known ?? host;
  }

  private cut(text: string): string {
    const { charactersPerLine: most } = this.limits;
    return text.length <= most ? text : `${text.slice(0, most)} … (${text.length - most} characters left out)`;
  }
}
