import type { Table } from '../table/columnar-table';

/** How the rows of a file are read. */
export interface RowReader {
  read(): Promise<Table>;
  batches(): AsyncIterable<Table>;
}

/**
 * A file of rows. `await` reads all of them as one Table; `batches()` gives them part by part, so that a file may be
 * larger than memory. Nothing is read before one of the two is asked for.
 */
export class TableFile implements Promise<Table> {
  readonly [Symbol.toStringTag] = 'TableFile';
  readonly #reader: RowReader;
  #table: Promise<Table> | undefined;

  constructor(reader: RowReader) {
    this.#reader = reader;
  }

  /**
   * All rows in their order, in Tables of the same columns and kinds. Each call reads the file again; `break` ends it.
   * @example await snowflake.writeTable(readCsv('houses.csv').batches(), 'houses')
   */
  batches(): AsyncIterable<Table> {
    return this.#reader.batches();
  }

  // biome-ignore lint/suspicious/noThenProperty: a cell writes `await readCsv(…)` for the whole file.
  then<Result = Table, Failure = never>(
    onRead?: ((table: Table) => Result | PromiseLike<Result>) | null,
    onFailure?: ((reason: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Result | Failure> {
    return this.#read().then(onRead, onFailure);
  }

  catch<Failure = never>(
    onFailure?: ((reason: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Table | Failure> {
    return this.#read().catch(onFailure);
  }

  finally(onEnd?: (() => void) | null): Promise<Table> {
    return this.#read().finally(onEnd);
  }

  #read(): Promise<Table> {
    this.#table ??= this.#reader.read();
    return this.#table;
  }
}
