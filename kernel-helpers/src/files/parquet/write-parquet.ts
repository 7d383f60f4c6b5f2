import { UserError } from '../../errors';
import { checkOptionNames } from '../../option-names';
import type { Surroundings } from '../../surroundings';
import { sliceColumn } from '../../table/slice-column';
import type { Column } from '../../table/table';
import { type TableData, tablesToWrite } from '../tables-to-write';
import { writeTables } from '../write-tables';
import type { WriteFileOptions, WrittenFile } from '../written-file';
import { type ByteSink, ParquetFile } from './parquet-file';
import { columnValues, type PlainColumn, plainColumn } from './plain-values';
import { groupSize } from './row-group-size';

/** Writes rows row group by row group. What Parquet has no type for goes as text: times with an offset in each row. */
export async function writeParquetFile(
  data: TableData,
  place: string | URL,
  options: WriteFileOptions,
  surroundings: Surroundings,
): Promise<WrittenFile> {
  checkOptionNames('writeParquet()', options, { signal: true });
  return await writeTables(place, surroundings, async function* (told) {
    const sink = new Pieces();
    const file = await ParquetFile.into(sink);
    let first: readonly string[] | undefined;
    for await (const table of tablesToWrite('writeParquet()', data)) {
      const columns = table.columns.map((column) => ({ name: column.name, type: column.type, column }));
      const plain = columns.map(plainColumn);
      first ??= plain.map(typeText);
      checkTypes(table.columns, plain, first);
      const rowsPerGroup = groupSize(table.columns, table.rowCount);
      for (let from = 0; from < Math.max(1, table.rowCount); from += rowsPerGroup) {
        const to = Math.min(table.rowCount, from + rowsPerGroup);
        const values = await surroundings.protect(() =>
          columns.map((column, index) => columnValues(column, plain[index], sliceColumn(column.column, from, to))),
        );
        await file.writeRowGroup(values, to - from);
        yield* sink.taken();
        told(to - from);
      }
    }
    await file.finish();
    yield* sink.taken();
  });
}

/** Bytes on their way from the writer of Parquet into the file. */
class Pieces implements ByteSink {
  #pieces: Uint8Array[] = [];

  async writev(pieces: readonly Uint8Array[]): Promise<{ readonly bytesWritten: number }> {
    for (const piece of pieces) this.#pieces.push(piece);
    return { bytesWritten: pieces.reduce((sum, { length }) => sum + length, 0) };
  }

  async close(): Promise<void> {
    // Nothing is open.
  }

  taken(): readonly Uint8Array[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }
}

function typeText({ type }: PlainColumn): string {
  return JSON.stringify(type);
}

/** All row groups of a file have the same types. */
function checkTypes(columns: readonly Column[], plain: readonly PlainColumn[], first: readonly string[]): void {
  const other = columns.filter((_, index) => typeText(plain[index]) !== first[index]).map(({ name }) => name);
  if (other.length === 0) return;
  throw new UserError(
    `A later table needs another Parquet type for ${other.join(', ')} than the first one. Give all tables the same kinds, or write one Table.`,
  );
}
