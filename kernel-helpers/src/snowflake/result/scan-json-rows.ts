import { PlatformError } from '../../errors';
import type { ColumnBuilder } from './column-builder';
import { writeCell } from './write-cell';

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const OPEN = 91;
const CLOSE = 93;
const LETTER_N = 110;
const NULL_TEXT = Buffer.from('null');

/** Which rows of a chunk go where: `skip` rows are passed over, `rows` are written from row `target` on. */
export interface RowWindow {
  /** Rows that the chunk says it has; any other number is an error. */
  readonly chunkRows: number;
  readonly skip: number;
  readonly rows: number;
  readonly target: number;
}

/**
 * Reads the rows of a chunk, `["1","a"],["2",null]` without outer brackets, straight into columns.
 * Anything that is not such a row, and a number of rows other than announced, throws: nothing is guessed.
 */
export function scanJsonRows(bytes: Buffer, columns: readonly ColumnBuilder[], window: RowWindow): void {
  const scanner = new RowScanner(bytes);
  for (let row = 0; row < window.chunkRows; row += 1) {
    if (row > 0) scanner.expect(COMMA);
    const wanted = row >= window.skip && row < window.skip + window.rows;
    scanner.readRow(columns, wanted ? window.target + row - window.skip : undefined);
  }
  scanner.expectEnd();
}

class RowScanner {
  private position = 0;

  constructor(private readonly bytes: Buffer) {}

  /** Reads one row; without a target its cells are checked for form only. */
  readRow(columns: readonly ColumnBuilder[], target: number | undefined): void {
    this.expect(OPEN);
    for (let index = 0; index < columns.length; index += 1) {
      if (index > 0) this.expect(COMMA);
      this.readCell(columns[index], target);
    }
    this.expect(CLOSE);
  }

  expect(byte: number): void {
    this.skipSpace();
    if (this.bytes[this.position] !== byte) this.fail(`"${String.fromCharCode(byte)}"`);
    this.position += 1;
  }

  expectEnd(): void {
    this.skipSpace();
    if (this.position !== this.bytes.length) this.fail('the end');
  }

  private readCell(column: ColumnBuilder, target: number | undefined): void {
    this.skipSpace();
    const byte = this.bytes[this.position];
    if (byte === QUOTE) this.readText(column, target);
    else if (byte === LETTER_N) this.readNull(column, target);
    else this.fail('a text or null');
  }

  private readNull(column: ColumnBuilder, target: number | undefined): void {
    const end = this.position + NULL_TEXT.length;
    if (!this.bytes.subarray(this.position, end).equals(NULL_TEXT)) this.fail('a text or null');
    this.position = end;
    if (target !== undefined) writeNull(column, target);
  }

  private readText(column: ColumnBuilder, target: number | undefined): void {
    const { bytes } = this;
    const start = this.position + 1;
    let end = start;
    let escaped = false;
    while (bytes[end] !== QUOTE) {
      if (end >= bytes.length) this.fail('a closing quote');
      if (bytes[end] === BACKSLASH) {
        escaped = true;
        end += 1;
      }
      end += 1;
    }
    if (target !== undefined) writeCell(column, target, bytes, { start, end, escaped });
    this.position = end + 1;
  }

  private skipSpace(): void {
    let byte = this.bytes[this.position];
    while (byte === 32 || byte === 10 || byte === 13 || byte === 9) {
      this.position += 1;
      byte = this.bytes[this.position];
    }
  }

  private fail(expected: string): never {
    throw new PlatformError(
      `A part of Snowflake's result is damaged: ${expected} was expected at byte ${this.position} of ${this.bytes.length}. Run the query again.`,
    );
  }
}

function writeNull(column: ColumnBuilder, row: number): void {
  column.nulls[row] = 1;
  column.nullCount += 1;
  if (column.kind === 'number') column.values[row] = Number.NaN;
}
