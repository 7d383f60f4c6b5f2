import { messageOf } from '../../errors';
import { BACKSLASHED, type Fields, MISSING, NESTED, PLAIN, QUOTED } from '../columns/fields';

const LINE_FEED = 10;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const COLON = 58;
const BACKSLASH = 92;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];
const NULL = Buffer.from('null');
const WORDS = [NULL, Buffer.from('true'), Buffer.from('false')];
/** JSON's own form of a number (RFC 8259, section 6). */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const LEAST_STRIDE = 16;

/** A line that is not one object of JSON. */
export interface BadLine {
  readonly line: number;
  readonly why: string;
}

/**
 * Finds the values of objects of JSON, one a line, among bytes (RFC 8259). Its arrays serve for the next bytes again, so
 * what was found has to be used before. A key gets its column where it first appears.
 */
export class ObjectSplitter implements Fields {
  bytes: Buffer = Buffer.alloc(0);
  rows = 0;
  /** Fields of a row: room for more keys than are known. */
  columns = 0;
  starts = new Int32Array(0);
  ends = new Int32Array(0);
  quotes = new Uint8Array(0);
  lines = new Int32Array(1024);
  readonly bad: BadLine[] = [];
  readonly #names: string[];
  readonly #keys: Buffer[];
  #line = 1;
  #firstLine = 1;
  #at = 0;

  /** @param names keys that are known already. */
  constructor(names: readonly string[] = []) {
    this.#names = [...names];
    this.#keys = names.map((name) => Buffer.from(JSON.stringify(name).slice(1, -1)));
  }

  get names(): readonly string[] {
    return this.#names;
  }

  /** The line that comes next. */
  get nextLine(): number {
    return this.#line;
  }

  /** The line of a byte of those that were split. */
  lineAt(at: number): number {
    const { bytes } = this;
    let line = this.#firstLine;
    for (let feed = bytes.indexOf(LINE_FEED); feed >= 0 && feed < at; feed = bytes.indexOf(LINE_FEED, feed + 1))
      line += 1;
    return line;
  }

  /** Splits the lines that are complete, and tells where the first that is not begins. */
  split(bytes: Buffer, isEnd: boolean): number {
    this.bytes = bytes;
    this.rows = 0;
    this.#firstLine = this.#line;
    this.#widen();
    let from = 0;
    while (from < bytes.length) {
      const feed = bytes.indexOf(LINE_FEED, from);
      if (feed < 0 && !isEnd) return from;
      const end = feed < 0 ? bytes.length : feed;
      this.#splitLine(from, end);
      this.#line += 1;
      from = end + 1;
    }
    return bytes.length;
  }

  #splitLine(from: number, end: number): void {
    this.#at = from;
    this.#skipSpace(end);
    if (this.#at === end) return;
    this.#makeRoom();
    const first = this.rows * this.columns;
    this.quotes.fill(MISSING, first, first + this.columns);
    this.lines[this.rows] = this.#line;
    if (this.#isObject(end)) this.rows += 1;
    else this.bad.push({ line: this.#line, why: whyBad(this.bytes.toString('utf8', from, end)) });
  }

  #isObject(end: number): boolean {
    if (!this.#take(OPEN_OBJECT, end)) return false;
    if (this.#take(CLOSE_OBJECT, end)) return this.#at === end;
    for (let expected = 0; ; expected += 1) {
      if (this.bytes[this.#at] !== QUOTE || this.#at >= end) return false;
      const start = this.#at + 1;
      if (this.#stringEnd(end) === undefined) return false;
      const column = this.#columnOf(start, this.#at - 1, expected);
      this.#skipSpace(end);
      if (column === undefined || !this.#take(COLON, end) || !this.#isValue(column, end)) return false;
      this.#skipSpace(end);
      if (this.#take(COMMA, end)) continue;
      return this.#take(CLOSE_OBJECT, end) && this.#at === end;
    }
  }

  /** Notes where the value lies that begins here. */
  #isValue(column: number, end: number): boolean {
    const { bytes } = this;
    const field = this.rows * this.columns + column;
    const start = this.#at;
    if (start >= end) return false;
    const byte = bytes[start];
    if (byte === QUOTE) {
      const kind = this.#stringEnd(end);
      if (kind === undefined) return false;
      this.#note(field, start + 1, this.#at - 1, kind);
      return true;
    }
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      if (!this.#skipNested(end) || !isJson(bytes.toString('utf8', start, this.#at))) return false;
      this.#note(field, start, this.#at, NESTED);
      return true;
    }
    if (byte === MINUS || (byte >= 48 && byte <= 57)) return this.#isNumber(field, end);
    const word = WORDS.find((one) => start + one.length <= end && isAt(bytes, start, one));
    if (word === undefined) return false;
    this.#at = start + word.length;
    this.#note(field, start, this.#at, word === NULL ? MISSING : PLAIN);
    return true;
  }

  #isNumber(field: number, end: number): boolean {
    const { bytes } = this;
    const start = this.#at;
    let at = start;
    let isWhole = true;
    if (bytes[at] === MINUS) at += 1;
    const first = at;
    for (; at < end; at += 1) {
      const byte = bytes[at];
      if (byte >= 48 && byte <= 57) continue;
      // A point, a sign, or the letter of an exponent.
      if (byte !== 46 && byte !== 43 && byte !== MINUS && (byte | 32) !== 101) break;
      isWhole = false;
    }
    const isPlain = isWhole && at > first && (bytes[first] !== 48 || at === first + 1);
    if (!isPlain && !NUMBER.test(bytes.toString('latin1', start, at))) return false;
    this.#at = at;
    this.#note(field, start, at, PLAIN);
    return true;
  }

  #note(field: number, start: number, end: number, quotes: number): void {
    this.starts[field] = start;
    this.ends[field] = end;
    this.quotes[field] = quotes;
  }

  /** Goes behind the closing quote, and tells how the text stands there; undefined if it is no text of JSON. */
  #stringEnd(end: number): typeof QUOTED | typeof BACKSLASHED | undefined {
    const { bytes } = this;
    const start = this.#at;
    let at = start + 1;
    let isEscaped = false;
    for (; at < end; at += 1) {
      const byte = bytes[at];
      if (byte === QUOTE) break;
      if (byte < SPACE) return undefined;
      if (byte !== BACKSLASH) continue;
      isEscaped = true;
      at += 1;
    }
    if (at >= end) return undefined;
    this.#at = at + 1;
    if (!isEscaped) return QUOTED;
    return isJson(bytes.toString('utf8', start, at + 1)) ? BACKSLASHED : undefined;
  }

  #skipNested(end: number): boolean {
    const { bytes } = this;
    let depth = 0;
    for (; this.#at < end; this.#at += 1) {
      const byte = bytes[this.#at];
      if (byte === QUOTE) {
        if (this.#stringEnd(end) === undefined) return false;
        this.#at -= 1;
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        depth -= 1;
        if (depth > 0) continue;
        this.#at += 1;
        return true;
      }
    }
    return false;
  }

  /** The column of the key between two bytes. Most lines have the keys of the line before, in their order. */
  #columnOf(start: number, end: number, expected: number): number | undefined {
    if (expected < this.#keys.length && this.#isKey(expected, start, end)) return expected;
    const known = this.#keys.findIndex((_, column) => this.#isKey(column, start, end));
    if (known >= 0) return known;
    const key: unknown = JSON.parse(`"${this.bytes.toString('utf8', start, end)}"`);
    const same = this.#names.indexOf(String(key));
    if (same >= 0) return same;
    this.#names.push(String(key));
    this.#keys.push(Buffer.from(this.bytes.subarray(start, end)));
    if (this.#names.length > this.columns) this.#widen();
    return this.#names.length - 1;
  }

  #isKey(column: number, start: number, end: number): boolean {
    const key = this.#keys[column];
    return key.length === end - start && isAt(this.bytes, start, key);
  }

  /** Makes each row have room for all known keys, and for as many more. */
  #widen(): void {
    const old = this.columns;
    if (old > 0 && this.#names.length <= old) return;
    const { starts, ends, quotes } = this;
    const columns = Math.max(LEAST_STRIDE, this.#names.length * 2);
    const rows = Math.max(1, Math.ceil(this.starts.length / Math.max(1, old)));
    this.columns = columns;
    this.starts = new Int32Array(rows * columns);
    this.ends = new Int32Array(rows * columns);
    this.quotes = new Uint8Array(rows * columns).fill(MISSING);
    if (old === 0) return;
    for (let row = 0; row < rows; row += 1) {
      this.starts.set(starts.subarray(row * old, (row + 1) * old), row * columns);
      this.ends.set(ends.subarray(row * old, (row + 1) * old), row * columns);
      this.quotes.set(quotes.subarray(row * old, (row + 1) * old), row * columns);
    }
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

  /** Goes behind this byte and the space after it, if it is the next one. */
  #take(byte: number, end: number): boolean {
    if (this.#at >= end || this.bytes[this.#at] !== byte) return false;
    this.#at += 1;
    this.#skipSpace(end);
    return true;
  }

  #skipSpace(end: number): void {
    // Space, tab and carriage return.
    for (; this.#at < end; this.#at += 1) {
      const byte = this.bytes[this.#at];
      if (byte !== SPACE && byte !== 9 && byte !== 13) return;
    }
  }
}

function isAt(bytes: Buffer, start: number, word: Buffer): boolean {
  for (let place = 0; place < word.length; place += 1) if (bytes[start + place] !== word[place]) return false;
  return true;
}

function whyBad(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    const what = Array.isArray(value) ? 'an array' : value === null ? 'null' : `a ${typeof value}`;
    return `is ${what}, and not an object`;
  } catch (error) {
    return `is not JSON: ${messageOf(error)}`;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // What is wrong is told for the whole line.
    return false;
  }
}

function grown<Numbers extends Int32Array | Uint8Array>(old: Numbers, larger: Numbers): Numbers {
  larger.set(old);
  return larger;
}
