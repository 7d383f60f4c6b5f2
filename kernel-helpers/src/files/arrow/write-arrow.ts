import type { Batch } from '@uwdata/flechette';
import { InternalError, UserError } from '../../errors';
import { checkOptionNames } from '../../option-names';
import type { Surroundings } from '../../surroundings';
import { sliceColumn } from '../../table/slice-column';
import { type TableData, tablesToWrite } from '../tables-to-write';
import { writeTables } from '../write-tables';
import type { WriteFileOptions, WrittenFile } from '../written-file';
import { loadArrow } from './load-arrow';

const ROWS_PER_BATCH = 65_536;

/** Writes rows in record batches; a name that ends in .arrows makes a stream, any other a file with random access. */
export async function writeArrowFile(
  data: TableData,
  place: string | URL,
  options: WriteFileOptions,
  surroundings: Surroundings,
): Promise<WrittenFile> {
  checkOptionNames('writeArrow()', options, { signal: true });
  const isStream = /\.arrows(\.gz)?$/i.test(String(place));
  return await writeTables(place, surroundings, async function* (told) {
    const { Column, Endianness, field, Table, tableToIPC, Version } = loadArrow.library();
    const { arrowBatch } = loadArrow.batches();
    let names: readonly string[] = [];
    const columns: Batch<unknown>[][] = [];
    for await (const table of tablesToWrite('writeArrow()', data)) {
      names = table.columnNames;
      for (let from = 0; from < Math.max(1, table.rowCount); from += ROWS_PER_BATCH) {
        surroundings.signal.throwIfAborted();
        const to = Math.min(table.rowCount, from + ROWS_PER_BATCH);
        await surroundings.protect(() =>
          table.columns.forEach((column, index) => {
            columns[index] ??= [];
            columns[index].push(arrowBatch(sliceColumn(column, from, to)));
          }),
        );
        told(to - from);
      }
    }
    checkTypes(names, columns);
    const types = columns.map(([{ type }]) => type);
    const fields = names.map((name, index) => field(name, types[index], true));
    const schema = { version: Version.V5, endianness: Endianness.Little, fields, metadata: null };
    const made = columns.map(
      (batches, index) =>
        new Column(
          batches.filter(({ length }) => length > 0),
          types[index],
        ),
    );
    const bytes = tableToIPC(new Table(schema, made), { format: isStream ? 'stream' : 'file' });
    if (bytes === null) throw new InternalError('The bytes of an Arrow file went elsewhere.');
    yield bytes;
  });
}

/** All batches of a column have one type. */
function checkTypes(names: readonly string[], columns: readonly (readonly Batch<unknown>[])[]): void {
  const mixed = names.filter(
    (_, index) => new Set(columns[index].map(({ type }) => JSON.stringify(type, told))).size > 1,
  );
  if (mixed.length === 0) return;
  throw new UserError(
    `Some rows need another Arrow type for ${mixed.join(', ')} than the first ones. Give all tables the same kinds.`,
  );
}

function told(_: string, value: unknown): unknown {
  return typeof value === 'function' ? undefined : value;
}
