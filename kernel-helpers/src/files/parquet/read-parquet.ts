import { type FileHandle, open } from 'node:fs/promises';
import type { AsyncBuffer, Compressors, FileMetaData, SchemaElement } from 'hyparquet';
import { messageOf, UserError } from '../../errors';
import { requireName } from '../../find-names';
import { unknownOptions } from '../../option-names';
import type { Surroundings } from '../../surroundings';
import { Table } from '../../table/columnar-table';
import { type ByteSource, type RowReader, readPlace } from '../byte-source';
import { TableFile } from '../table-file';
import { ParquetColumn } from './parquet-column';

/** How a Parquet file is to be read. */
export interface ReadColumnsOptions {
  /** Read only these columns, in this order; the others are not touched. @default all */
  readonly columns?: readonly string[];
  /** Stops the work when it fires. @default the running cell's interrupt */
  readonly signal?: AbortSignal;
}

/** A Parquet file as rows. */
export function parquetFile(place: string | URL, options: ReadColumnsOptions, surroundings: Surroundings): TableFile {
  checkReadColumns('readParquet()', options);
  return new TableFile(
    readPlace(place, surroundings.signal, (source) => new ParquetReader(source, options, surroundings)),
  );
}

export function checkReadColumns(caller: string, options: ReadColumnsOptions): void {
  const problems = unknownOptions(options, { columns: true, signal: true });
  if (options.columns !== undefined && !Array.isArray(options.columns)) {
    problems.push("columns is an array of texts, such as ['A'].");
  }
  if (problems.length > 0) throw new UserError(`${caller} cannot use its options: ${problems.join(' ')}`);
}

/** The libraries that read Parquet, which are loaded when the first file is read. */
interface Libraries {
  readonly parquet: typeof import('hyparquet');
  readonly compressors: Compressors;
}

let libraries: Promise<Libraries> | undefined;

async function loadLibraries(): Promise<Libraries> {
  libraries ??= (async () => {
    const [parquet, { compressors }] = await Promise.all([import('hyparquet'), import('hyparquet-compressors')]);
    return { parquet, compressors };
  })();
  return await libraries;
}

interface OpenParquet {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly columns: readonly ParquetColumn[];
  readonly library: Libraries;
}

class ParquetReader implements RowReader {
  constructor(
    private readonly source: ByteSource,
    private readonly options: ReadColumnsOptions,
    private readonly surroundings: Surroundings,
  ) {}

  async read(): Promise<Table> {
    return await this.#opened(async (opened) => {
      await this.#eachGroup(opened, opened.columns, () => undefined);
      return await this.#made(opened.columns);
    });
  }

  /** A Table for each row group, of the kinds that hold the values of the whole file. */
  async *batches(): AsyncGenerator<Table> {
    const handle = await open(this.source.path, 'r');
    try {
      const opened = await this.#open(handle);
      const undecided = opened.columns.filter((column) => column.dependsOnValues);
      await this.#eachGroup(opened, undecided, () => {
        for (const column of undecided) column.look();
      });
      for await (const _ of this.#groups(opened, opened.columns)) yield await this.#made(opened.columns);
    } finally {
      await handle.close();
    }
  }

  async #opened<Result>(use: (opened: OpenParquet) => Promise<Result>): Promise<Result> {
    const handle = await open(this.source.path, 'r');
    try {
      return await use(await this.#open(handle));
    } finally {
      await handle.close();
    }
  }

  async #open(handle: FileHandle): Promise<OpenParquet> {
    const library = await loadLibraries();
    const { size } = await handle.stat();
    const file: AsyncBuffer = {
      byteLength: size,
      slice: async (start, end = size) => await bytesBetween(handle, start, end),
    };
    const metadata = await this.#told(async () => await library.parquet.parquetMetadataAsync(file));
    const elements = topElements(metadata.schema);
    const names = elements.map(({ name }) => name);
    const wanted = this.options.columns?.map((name) => requireName(name, names, 'The file')) ?? names;
    const columns = wanted.map((name) => new ParquetColumn(elements[names.indexOf(name)]));
    const problems = columns.flatMap((column) => column.problem ?? []);
    if (problems.length > 0) {
      throw new UserError(
        [
          `${this.source.name} has columns for which a Table has no kind:`,
          ...problems.map((problem) => `- ${problem}`),
          'Name the other columns with { columns: […] }.',
        ].join('\n'),
      );
    }
    return { file, metadata: { ...metadata, schema: metadata.schema.map(bare) }, columns, library };
  }

  async #eachGroup(opened: OpenParquet, columns: readonly ParquetColumn[], visit: () => void): Promise<void> {
    for await (const _ of this.#groups(opened, columns)) visit();
  }

  /** Gives the columns the values of one row group after another. */
  async *#groups({ file, metadata, library }: OpenParquet, columns: readonly ParquetColumn[]): AsyncGenerator<void> {
    if (columns.length === 0) return;
    const line = this.surroundings.progress(`Reading ${this.source.name}`);
    const rowCount = Number(metadata.num_rows);
    try {
      let rowStart = 0;
      for (const group of metadata.row_groups) {
        this.surroundings.signal.throwIfAborted();
        const rowEnd = rowStart + Number(group.num_rows);
        for (const column of columns) {
          await this.#told(async () => {
            await library.parquet.parquetRead({
              file,
              metadata,
              compressors: library.compressors,
              columns: [column.name],
              rowStart,
              rowEnd,
              // Values come as they lie in the file; the library's own forms lose digits.
              utf8: false,
              parsers: RAW,
              onChunk: ({ columnData, rowStart: from, rowEnd: to }) =>
                column.add(columnData, from, Math.max(from, rowStart), Math.min(to, rowEnd)),
            });
          });
          this.surroundings.signal.throwIfAborted();
        }
        rowStart = rowEnd;
        line.report(`${rowStart.toLocaleString('en-US')} of ${rowCount.toLocaleString('en-US')} rows`);
        yield;
      }
    } finally {
      line.close();
    }
  }

  async #made(columns: readonly ParquetColumn[]): Promise<Table> {
    return await this.surroundings.protect(() => new Table(columns.map((column) => column.taken())));
  }

  async #told<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      this.surroundings.signal.throwIfAborted();
      throw new UserError(`${this.source.name} cannot be read as Parquet: ${messageOf(error)}.`, { cause: error });
    }
  }
}

/** INT96 is the one form that the library always converts. */
const RAW = { timestampFromNanoseconds: (nanoseconds: bigint): bigint => nanoseconds };

async function bytesBetween(handle: FileHandle, start: number, end: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(end - start);
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at);
    if (bytesRead === 0) throw new Error('the file ends too early');
    at += bytesRead;
  }
  return bytes.buffer;
}

/** The columns of the file, each with whether it has parts of its own. */
function topElements(schema: readonly SchemaElement[]): readonly SchemaElement[] {
  const top: SchemaElement[] = [];
  for (let at = 1; at < schema.length; at = after(schema, at)) top.push(schema[at]);
  return top;
}

/** The place of the element that comes after this one and all its parts. */
function after(schema: readonly SchemaElement[], at: number): number {
  let next = at + 1;
  for (let child = 0; child < (schema[at].num_children ?? 0); child += 1) next = after(schema, next);
  return next;
}

/** Without the meaning of its values. */
function bare(element: SchemaElement): SchemaElement {
  const { converted_type: _converted, logical_type: _logical, ...rest } = element;
  return rest;
}
