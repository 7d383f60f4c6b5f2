import type { DuckDBConnection } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { InternalError } from 'kernel-helpers/errors';

/** One column of consecutive rows, as DuckDB keeps it: values of one width, the lowest byte first. */
export interface RawColumn {
  /** Zeros where the value is null. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** One bit a row, the lowest first, 1 where the value is not null; undefined where no value is null. */
  readonly validity?: Uint8Array<ArrayBuffer>;
}

/**
 * Takes the columns of a query out of DuckDB without making a JavaScript value of each cell.
 * @param widths bytes of a value of each column
 * @param rowCount rows that the query has
 */
export async function readRawColumns(
  connection: DuckDBConnection,
  sql: string,
  widths: readonly number[],
  rowCount: number,
): Promise<readonly RawColumn[]> {
  const columns = widths.map((width) => new RawColumnInProgress(width, rowCount));
  const result = await connection.stream(sql);
  let row = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    const rows = chunk.rowCount;
    if (row + rows > rowCount) break;
    for (const [index, column] of columns.entries())
      column.take(duckdb.data_chunk_get_vector(chunk.chunk, index), row, rows);
    row += rows;
  }
  if (row !== rowCount) throw new InternalError(`A part of a result has not ${rowCount} rows.`);
  return columns.map((column) => column.finish());
}

class RawColumnInProgress {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #validity: Uint8Array<ArrayBuffer> | undefined;

  constructor(
    private readonly width: number,
    private readonly rowCount: number,
  ) {
    this.#bytes = new Uint8Array(width * rowCount);
  }

  take(vector: duckdb.Vector, target: number, rows: number): void {
    const { width } = this;
    this.#bytes.set(duckdb.vector_get_data(vector, rows * width), target * width);
    const valid = duckdb.vector_get_validity(vector, Math.ceil(rows / 64) * 8);
    // DuckDB makes no mask where no value is null.
    if (valid === null || valid.length === 0) return;
    for (let row = 0; row < rows; row += 1) {
      if (((valid[row >> 3] >> (row & 7)) & 1) === 0) this.#setNull(target + row);
    }
  }

  finish(): RawColumn {
    return { bytes: this.#bytes, ...(this.#validity && { validity: this.#validity }) };
  }

  #setNull(row: number): void {
    this.#validity ??= new Uint8Array(Math.ceil(this.rowCount / 8)).fill(0xff);
    this.#validity[row >> 3] &= ~(1 << (row & 7));
    this.#bytes.fill(0, row * this.width, (row + 1) * this.width);
  }
}
