import { UserError } from '../../errors';
import { ESCAPED, type Fields, PLAIN, QUOTED } from '../columns/fields';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
export const QUOTE = 34;

/** A line with another number of values than the file has columns. */
export interface RaggedLine {
  readonly line: number;
  readonly values: number;
}

/**
 * Finds the values of rows among bytes (RFC 4180, and lines that end in a line feed alone). Its arrays serve for the next
 * bytes again, so what was found has to be used before.
 */
export class RowSplitter implements Fields {
  bytes: Buffer = Buffer.alloc(0);
  rows = 0;
  starts = new Int32Array(1024);
  ends = new Int32Array(1024);
  quotes = new Uint8Array(1024);
  lines = new Int32Array(1024);
  readonly ragged: RaggedLine[] = [];

  /** @param line the line of the file that comes next. */
  constructor(
    readonly columns: number,
    private readonly delimiter: number,
    private line: number,
  ) {}

  /** The line that comes next. */
  get nextLine(): number {
    return this.line;
  }

  /** Splits the rows that are complete, and tells where the first that is not begins. */
  split(bytes: Buffer, isEnd: boolean): number {
    this.bytes = bytes;
    this.rows = 0;
    let at = 0;
    while (at < bytes.length) {
      const next = this.#splitRow(at, isEnd);
      if (next === undefined) return at;
      at = next;
    }
    return at;
  }

  /** Where the next row begins; undefined if the row goes on after these bytes. */
  #splitRow(from: number, isEnd: boolean): number | undefined {
    const { bytes, columns, delimiter } = this;
    const { length } = bytes;
    const blank = this.#blankLineEnd(from);
    if (blank !== undefined && columns > 1) {
      this.line += 1;
      return blank;
    }
    this.#makeRoom();
    const { starts, ends, quotes } = this;
    const first = this.rows * columns;
    let column = 0;
    let at = from;
    let breaks = 0;
    for (;;) {
      let start = at;
      let end = at;
      let quote = PLAIN;
      if (bytes[at] === QUOTE) {
        start = at + 1;
        at = start;
        quote = QUOTED;
        for (; at < length; at += 1) {
          const byte = bytes[at];
          if (byte === LINE_FEED) breaks += 1;
          if (byte !== QUOTE) continue;
          if (bytes[at + 1] !== QUOTE) break;
          quote = ESCAPED;
          at += 1;
        }
        if (at >= length - 1 && !isEnd) return undefined;
        if (at >= length) throw this.#openQuote();
        end = at;
        at += 1;
        if (bytes[at] === CARRIAGE_RETURN && (bytes[at + 1] === LINE_FEED || at + 1 === length)) at += 1;
      } else {
        for (; at < length; at += 1) {
          const byte = bytes[at];
          if (byte === delimiter || byte === LINE_FEED) break;
        }
        end = at;
      }
      if (at >= length && !isEnd) return undefined;
      const isRowEnd = at >= length || bytes[at] === LINE_FEED;
      if (isRowEnd && quote === PLAIN && end > start && bytes[end - 1] === CARRIAGE_RETURN) end -= 1;
      if (column < columns) {
        starts[first + column] = start;
        ends[first + column] = end;
        quotes[first + column] = quote;
      }
      column += 1;
      if (!isRowEnd && bytes[at] !== delimiter) throw this.#textAfterQuote(at);
      at += 1;
      if (isRowEnd) break;
    }
    if (column === columns) {
      this.lines[this.rows] = this.line;
      this.rows += 1;
    } else this.ragged.push({ line: this.line, values: column });
    this.line += 1 + breaks;
    return at;
  }

  #blankLineEnd(at: number): number | undefined {
    if (this.bytes[at] === LINE_FEED) return at + 1;
    return this.bytes[at] === CARRIAGE_RETURN && this.bytes[at + 1] === LINE_FEED ? at + 2 : undefined;
  }

  #makeRoom(): void {
    const needed = (this.rows + 1) * this.columns;
    if (needed > this.starts.length) {
      const size = Math.max(needed, this.starts.length * 2);
      this.starts = grown(this.starts, new Int32Array(size));
      this.ends = grown(this.ends, new Int32Array(size));
      this.quotes = grown(this.quotes, new Uint8Array(size));
    }
    if (this.rows === this.lines.length) this.lines = grown(this.lines, new Int32Array(this.lines.length * 2));
  }

  #openQuote(): UserError {
    return new UserError(`The quote that opens in line ${this.line} is never closed. Close it, or remove it.`, {
      facts: { line: this.line },
    });
  }

  #textAfterQuote(at: number): UserError {
    const rest = this.bytes.toString('utf8', at, at + 20).split('\n')[0];
    return new UserError(
      `Line ${this.line} goes on after a closing quote: ${JSON.stringify(rest)}. A quote inside of quotes is written twice: "say ""yes""".`,
      { facts: { line: this.line } },
    );
  }
}

function grown<Numbers extends Int32Array | Uint8Array>(old: Numbers, larger: Numbers): Numbers {
  larger.set(old);
  return larger;
}
