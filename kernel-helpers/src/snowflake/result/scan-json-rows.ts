import { PlatformError } from '../../errors';
import { type CellWriter, cellWriter } from './cell-writer';
import type { ColumnBuilder } from './column-builder';

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const OPEN = 91;
const CLOSE = 93;
const NULL_BYTES = [110, 117, 108, 108];

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
 * It throws for anything else, and for any other number of rows than announced: nothing is guessed.
 */
export function scanJsonRows(bytes: Buffer, columns: readonly ColumnBuilder[], window: RowWindow): void {
  const scanner = new RowScanner(bytes, columns);
  for (let row = 0; row < window.chunkRows; row += 1) {
    if (row > 0) scanner.expect(COMMA);
    const wanted = row >= window.skip && row < window.skip + window.rows;
    scanner.readRow(wanted ? window.target + row - window.skip : PASSED_OVER);
  }
  scanner.expectEnd();
}

/** The target of rows that are checked but not written. */
const PASSED_OVER = -1;

class RowScanner {
  private position = 0;
  private readonly writers: readonly CellWriter[];

  constructor(
    private readonly bytes: Buffer,
    private readonly columns: readonly ColumnBuilder[],
  ) {
    this.writers = columns.map(cellWriter);
  }

  readRow(target: number): void {
    this.expect(OPEN);
    for (let column = 0; column < this.columns.length; column += 1) {
      if (column > 0) this.expect(COMMA);
      this.skipSpace();
      if (this.bytes[this.position] === QUOTE) this.readText(column, target);
      else this.readNull(column, target);
    }
    this.expect(CLOSE);
  }

  expect(byte: number): void {
    if (this.bytes[this.position] !== byte) {
      this.skipSpace();
      if (this.bytes[this.position] !== byte) this.fail(`"${String.fromCharCode(byte)}"`);
    }
    this.position += 1;
  }

  expectEnd(): void {
    this.skipSpace();
    if (this.position !== this.bytes.length) this.fail('the end');
  }

  private readText(column: number, target: number): void {
    const { bytes } = this;
    const start = this.position + 1;
    let end = start;
    let escaped = false;
    let byte = bytes[end];
    while (byte !== QUOTE) {
      if (byte === BACKSLASH) {
        escaped = true;
        end += 1;
      }
      end += 1;
      if (end >= bytes.length) this.fail('a closing quote');
      byte = bytes[end];
    }
    if (target !== PASSED_OVER) this.writers[column](bytes, start, end, target, escaped);
    this.position = end + 1;
  }

  private readNull(column: number, target: number): void {
    for (let letter = 0; letter < NULL_BYTES.length; letter += 1) {
      if (this.bytes[this.position + letter] !== NULL_BYTES[letter]) this.fail('a text or null');
    }
    this.position += NULL_BYTES.length;
    if (target !== PASSED_OVER) writeNull(this.columns[column], target);
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
