import type { Table } from '../table/columnar-table';
import type { AnyRow } from '../table/row-types';
import type { RowReader } from './byte-source';

/**
 * A file of rows. `await` reads all of them as one Table; `batches()` gives them part by part, so that a file may be
 * larger than memory. Nothing is read before one of the two is asked for.
 */
export class TableFile<Row extends object = AnyRow> implements Promise<Table<Row>> {
  readonly [Symbol.toStringTag] = 'TableFile';
  readonly #reader: RowReader;
  #table: Promise<Table<Row>> | undefined;

  constructor(reader: RowReader) {
    this.#reader = reader;
  }

  /**
   * All rows in their order, in Tables of the same columns and kinds. Each call reads the file again; `break` ends it.
   * @example await snowflake.writeTable(readCsv('houses.csv').batches(), 'houses')
   */
  batches(): AsyncIterable<Table<Row>> {
    return this.#reader.batches();
  }

  // biome-ignore lint/suspicious/noThenProperty: a cell writes `await readCsv(…)` for the whole file.
  then<Result = Table<Row>, Failure = never>(
    onRead?: ((table: Table<Row>) => Result | PromiseLike<Result>) | null,
    onFailure?: ((reason: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Result | Failure> {
    return this.#read().then(onRead, onFailure);
  }

  catch<Failure = never>(
    onFailure?: ((reason: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Table<Row> | Failure> {
    return this.#read().catch(onFailure);
  }

  finally(onEnd?: (() => void) | null): Promise<Table<Row>> {
    return this.#read().finally(onEnd);
  }

  #read(): Promise<Table<Row>> {
    this.#table ??= this.#reader.read();
    return this.#table;
  }
}
