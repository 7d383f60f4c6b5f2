import { open } from 'node:fs/promises';
import { PlatformError } from '../../errors';
import { validityLevels } from './levels';
import type { ParquetType } from './parquet-type';
import { snappy } from './snappy';
import { Int64, List, type Struct, thriftBytes } from './thrift';

const MAGIC = Buffer.from('PAR1');
const FORMAT_VERSION = 1;
const DATA_PAGE = 0;
const PLAIN = 0;
const RLE = 3;
const OPTIONAL = 1;
const UNCOMPRESSED = 0;
const SNAPPY = 1;

/** Compression is tried on so many bytes of a column first, and used where it saves at least this share. */
const SAMPLE_BYTES = 64 * 1024;
const LEAST_SAVING = 0.1;

/** Takes bytes in their order, as a file does. */
export interface ByteSink {
  writev(pieces: readonly Uint8Array[]): Promise<{ readonly bytesWritten: number }>;
  close(): Promise<void>;
}

/** One column of a row group. */
export interface ColumnValues {
  readonly name: string;
  readonly type: ParquetType;
  /** 1 where a value is null. */
  readonly nulls?: Uint8Array;
  /** The values that are not null, in Parquet's PLAIN encoding. */
  readonly plain: Uint8Array;
}

/**
 * Writes a Parquet file row group by row group, so that no more than one of them is in memory. It uses what every reader
 * of the format's first version knows: one page a column, PLAIN values, Snappy where that saves something. Typed arrays go
 * into the file as they are; libraries take five to eight times as long for them.
 */
export class ParquetFile {
  #bytes = 0;
  #rows = 0;
  #columns: readonly Struct[] = [];
  readonly #rowGroups: Struct[] = [];

  private constructor(private readonly file: ByteSink) {}

  static async create(path: string): Promise<ParquetFile> {
    return await ParquetFile.into(await open(path, 'wx', 0o600));
  }

  /** A file whose bytes go somewhere. */
  static async into(sink: ByteSink): Promise<ParquetFile> {
    const file = new ParquetFile(sink);
    await file.#append([MAGIC]);
    return file;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Every row group of a file has the same columns. */
  async writeRowGroup(columns: readonly ColumnValues[], rowCount: number): Promise<void> {
    const pages = columns.map((column) => dataPage(column, rowCount));
    const start = this.#bytes;
    let offset = start;
    const chunks = columns.map((column, index) => {
      const chunk = columnChunk(column, pages[index], offset, rowCount);
      offset += pages[index].bytes;
      return chunk;
    });
    await this.#append(pages.flatMap(({ pieces }) => pieces));
    this.#rowGroups.push({ 1: new List(chunks), 2: new Int64(offset - start), 3: new Int64(rowCount) });
    this.#rows += rowCount;
    this.#columns = columns.map(({ name, type }) => ({ ...type, 3: OPTIONAL, 4: name }));
  }

  /** Writes the description of the file, without which nobody can read it. */
  async finish(): Promise<void> {
    const footer = thriftBytes({
      1: FORMAT_VERSION,
      2: new List([{ 4: 'schema', 5: this.#columns.length }, ...this.#columns]),
      3: new Int64(this.#rows),
      4: new List(this.#rowGroups),
      6: 'kernel-helpers',
    });
    const length = Buffer.alloc(4);
    length.writeUInt32LE(footer.length);
    await this.#append([footer, length, MAGIC]);
    await this.file.close();
  }

  /** Gives a file up that is not finished. */
  async abandon(): Promise<void> {
    await this.file.close();
  }

  async #append(pieces: readonly Uint8Array[]): Promise<void> {
    const expected = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const { bytesWritten } = await this.file.writev(pieces);
    if (bytesWritten !== expected) {
      throw new PlatformError(
        `Only ${bytesWritten} of ${expected} bytes could be written to a temporary file. Make room on the disk, and load again.`,
      );
    }
    this.#bytes += expected;
  }
}

interface Page {
  readonly pieces: readonly Uint8Array[];
  readonly bytes: number;
  readonly plainBytes: number;
  readonly codec: number;
}

function dataPage({ nulls, plain }: ColumnValues, rowCount: number): Page {
  const levels = validityLevels(nulls, rowCount);
  const plainBytes = levels.length + plain.length;
  const codec = isWorthCompressing(plain) ? SNAPPY : UNCOMPRESSED;
  const body = codec === SNAPPY ? [snappy(Buffer.concat([levels, plain]))] : [levels, plain];
  const bodyBytes = body.reduce((sum, piece) => sum + piece.length, 0);
  const header = thriftBytes({
    1: DATA_PAGE,
    2: plainBytes,
    3: bodyBytes,
    5: { 1: rowCount, 2: PLAIN, 3: RLE, 4: RLE },
  });
  return {
    pieces: [header, ...body],
    bytes: header.length + bodyBytes,
    plainBytes: header.length + plainBytes,
    codec,
  };
}

function isWorthCompressing(plain: Uint8Array): boolean {
  const sample = plain.subarray(0, SAMPLE_BYTES);
  return snappy(sample).length < sample.length * (1 - LEAST_SAVING);
}

function columnChunk({ name, type }: ColumnValues, page: Page, offset: number, rowCount: number): Struct {
  const metadata = {
    1: type[1],
    2: new List([PLAIN, RLE]),
    3: new List([name]),
    4: page.codec,
    5: new Int64(rowCount),
    6: new Int64(page.plainBytes),
    7: new Int64(page.bytes),
    9: new Int64(offset),
  };
  return { 2: new Int64(offset), 3: metadata };
}
