import { PlatformError } from 'kernel-helpers/errors';
import type { CellReader } from './cell-reader';
import { NOT_READ, readFloat } from './read-float';

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const OPEN = 91;
const CLOSE = 93;
const NULL_BYTES = Buffer.from('null');
const STOP = 0;
/** The bytes end in the middle of something. */
const CUT = -1;

/**
 * Reads rows of JSON text, `["1","a"],["2",null]`, straight into columns of 32-bit numbers. The text comes in parts that
 * may end anywhere. It throws for anything else: nothing is guessed.
 */
export class RowScanner {
  /** Text and one more byte, which stops every loop: to read past the end would make each of them slow for ever. */
  #bytes = Buffer.alloc(1);
  /** What is not read yet begins with a whole row, or with the comma before one. */
  #position = 0;
  #length = 0;
  #isLast = false;
  #isFirstRow = true;

  constructor(private readonly readers: readonly CellReader[]) {}

  /** Takes the next part of the chunk's text. */
  push(part: Buffer): void {
    const rest = this.#length - this.#position;
    const before = this.#bytes;
    const length = rest + part.length;
    // The same memory again and again: fresh memory for each part would take longer than to read it.
    if (before.length <= length) this.#bytes = Buffer.allocUnsafeSlow(length * 2);
    before.copy(this.#bytes, 0, this.#position, this.#length);
    part.copy(this.#bytes, rest);
    this.#bytes[length] = STOP;
    this.#length = length;
    this.#position = 0;
  }

  /** Says that the chunk has no more parts. */
  end(): void {
    this.#isLast = true;
  }

  /**
   * Reads whole rows, `most` at most, into `columns` from `row` on; a row's features come first, then label and weight.
   * @returns how many; fewer than `most` if the text ends.
   */
  read(columns: readonly Float32Array[], row: number, most: number): number {
    let count = 0;
    while (count < most) {
      const end = this.#readRow(columns, row + count);
      if (end === CUT) break;
      this.#position = end;
      this.#isFirstRow = false;
      count += 1;
    }
    return count;
  }

  expectEnd(): void {
    const position = this.#skipSpace(this.#position);
    if (position !== this.#length) this.#fail('the end', position);
  }

  /** The place after the row, or CUT. */
  #readRow(columns: readonly Float32Array[], row: number): number {
    const bytes = this.#bytes;
    const { readers } = this;
    let position = this.#position;
    if (!this.#isFirstRow) position = this.#expect(COMMA, position);
    if (position !== CUT) position = this.#expect(OPEN, position);
    for (let column = 0; column < readers.length; column += 1) {
      if (position !== CUT && column > 0) position = this.#expect(COMMA, position);
      if (position === CUT) return CUT;
      const { place, isNumber } = readers[column];
      if (isNumber && place !== undefined && bytes[position] === QUOTE) {
        const end = readFloat(bytes, position + 1, columns[place], row);
        position = end === NOT_READ ? this.#readOther(column, position, columns, row) : end;
      } else position = this.#readOther(column, position, columns, row);
    }
    return position === CUT ? CUT : this.#expect(CLOSE, position);
  }

  #expect(byte: number, position: number): number {
    if (this.#bytes[position] === byte) return position + 1;
    const next = this.#skipSpace(position);
    if (this.#bytes[next] === byte) return next + 1;
    return this.#cutOrFail(`"${String.fromCharCode(byte)}"`, next);
  }

  /** Reads a cell that is not plain digits. */
  #readOther(column: number, from: number, columns: readonly Float32Array[], row: number): number {
    const bytes = this.#bytes;
    const { place, toNumber } = this.readers[column];
    const position = this.#skipSpace(from);
    if (bytes[position] !== QUOTE) {
      const end = this.#expectNull(position);
      if (end !== CUT && place !== undefined) columns[place][row] = Number.NaN;
      return end;
    }
    const start = position + 1;
    let end = start;
    let isEscaped = false;
    while (bytes[end] !== QUOTE) {
      if (bytes[end] === BACKSLASH) {
        isEscaped = true;
        end += 1;
      }
      end += 1;
      if (end >= this.#length) return this.#cutOrFail('a closing quote', end);
    }
    if (place !== undefined) {
      const text = bytes.toString('utf8', start, end);
      columns[place][row] = toNumber(isEscaped ? unescaped(text) : text);
    }
    return end + 1;
  }

  #expectNull(position: number): number {
    for (let letter = 0; letter < NULL_BYTES.length; letter += 1) {
      if (this.#bytes[position + letter] !== NULL_BYTES[letter]) {
        return this.#cutOrFail('a text or null', position + letter);
      }
    }
    return position + NULL_BYTES.length;
  }

  #skipSpace(from: number): number {
    let position = from;
    let byte = this.#bytes[position];
    while (byte === 32 || byte === 10 || byte === 13 || byte === 9) {
      position += 1;
      byte = this.#bytes[position];
    }
    return position;
  }

  #cutOrFail(expected: string, position: number): number {
    if (position >= this.#length && !this.#isLast) return CUT;
    return this.#fail(expected, position);
  }

  #fail(expected: string, position: number): never {
    throw new PlatformError(
      `A part of Snowflake's result is damaged: ${expected} was expected at byte ${position} of ${this.#length}. Start the job again.`,
    );
  }
}

function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch (cause) {
    throw new PlatformError(
      "A part of Snowflake's result is damaged: a text has an unknown escape. Start the job again.",
      { cause },
    );
  }
}
