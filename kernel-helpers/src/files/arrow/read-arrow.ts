import type { Column as Arrow, Table as ArrowTable } from '@uwdata/flechette';
import { messageOf, UserError } from '../../errors';
import { requireName } from '../../find-names';
import type { Surroundings } from '../../surroundings';
import { Table } from '../../table/columnar-table';
import { type ByteSource, partRead, type RowReader, readPlace } from '../byte-source';
import { checkReadColumns, type ReadColumnsOptions } from '../parquet/read-parquet';
import { TableFile } from '../table-file';
import { loadArrow } from './load-arrow';

/** A file of Arrow's IPC format, as a stream or with random access (also named Feather V2), as rows. */
export function arrowFile(place: string | URL, options: ReadColumnsOptions, surroundings: Surroundings): TableFile {
  checkReadColumns('readArrow()', options);
  return new TableFile(
    readPlace(place, surroundings.signal, (source) => new ArrowReader(source, options, surroundings)),
  );
}

interface NamedArrow {
  readonly name: string;
  readonly arrow: Arrow<unknown>;
}

class ArrowReader implements RowReader {
  constructor(
    private readonly source: ByteSource,
    private readonly options: ReadColumnsOptions,
    private readonly surroundings: Surroundings,
  ) {}

  async read(): Promise<Table> {
    const columns = await this.#columns();
    const { columnOf } = loadArrow.columns();
    return await this.surroundings.protect(
      () => new Table(columns.map(({ name, arrow }) => columnOf(name, arrow, false))),
    );
  }

  /** A Table for each record batch. The bytes of the whole file are in memory. */
  async *batches(): AsyncGenerator<Table> {
    const columns = await this.#columns();
    const { Column } = loadArrow.library();
    const { columnOf, needsLong } = loadArrow.columns();
    const long = columns.map(({ arrow }) => needsLong(arrow));
    const count = columns[0]?.arrow.data.length ?? 0;
    for (let batch = 0; batch < count; batch += 1) {
      this.surroundings.signal.throwIfAborted();
      yield await this.surroundings.protect(
        () =>
          new Table(
            columns.map(({ name, arrow }, index) =>
              columnOf(name, new Column([arrow.data[batch]], arrow.type), long[index]),
            ),
          ),
      );
    }
  }

  async #columns(): Promise<readonly NamedArrow[]> {
    const table = await this.#open();
    const names = table.schema.fields.map(({ name }) => name);
    const wanted = this.options.columns?.map((name) => requireName(name, names, 'The file')) ?? names;
    const columns = wanted.map((name) => ({ name, arrow: table.children[names.indexOf(name)] }));
    const { problemOf } = loadArrow.columns();
    const problems = columns.flatMap(({ name, arrow }) => problemOf(name, arrow.type) ?? []);
    if (problems.length === 0) return columns;
    throw new UserError(
      [
        `${this.source.name} has columns for which a Table has no kind:`,
        ...problems.map((problem) => `- ${problem}`),
        'Name the other columns with { columns: […] }.',
      ].join('\n'),
    );
  }

  async #open(): Promise<ArrowTable> {
    const bytes = await this.#bytes();
    const { tableFromIPC } = loadArrow.library();
    try {
      return tableFromIPC(bytes, { useBigInt: true, useBigIntTimestamp: true, useDecimalInt: true });
    } catch (error) {
      const isPacked = /codec/i.test(messageOf(error));
      throw new UserError(
        isPacked
          ? `${this.source.name} is compressed inside. Write it without that: to_feather('x.arrow', compression='uncompressed') in pandas. A file packed by gzip as a whole can be read.`
          : `${this.source.name} cannot be read as Arrow: ${messageOf(error)}.`,
        { cause: error },
      );
    }
  }

  async #bytes(): Promise<Uint8Array> {
    const line = this.surroundings.progress(`Reading ${this.source.name}`);
    try {
      // Numbers of eight bytes can be read in place only where memory of its own begins.
      let whole = new Uint8Array(this.source.size);
      let end = 0;
      for await (const piece of this.source.bytes((bytes) => line.report(partRead(this.source, bytes)))) {
        // A packed file has more bytes than its size tells.
        if (end + piece.length > whole.length) {
          const longer = new Uint8Array(Math.max(2 * whole.length, end + piece.length));
          longer.set(whole.subarray(0, end));
          whole = longer;
        }
        whole.set(piece, end);
        end += piece.length;
      }
      return whole.subarray(0, end);
    } finally {
      line.close();
    }
  }
}
