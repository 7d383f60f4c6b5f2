import { UserError } from '../errors';
import { Table } from '../table/columnar-table';
import { isDataFrame } from '../table/data-frame';
import type { DanfoFrame } from '../values/danfo-frame';

/** What goes into a file: a Table, a danfo DataFrame, an array of rows, or an iterable of Tables of the same columns. */
export type TableData =
  | Table
  | DanfoFrame
  | readonly Readonly<Record<string, unknown>>[]
  | Iterable<Table>
  | AsyncIterable<Table>;

/** The rows as tables, at least one. `caller` begins messages: `writeCsv()`. */
export async function* tablesToWrite(caller: string, data: unknown): AsyncGenerator<Table> {
  if (data instanceof Table) yield data;
  else if (isDataFrame(data)) yield Table.fromDataFrame(data);
  else if (Array.isArray(data) && !data.some((item) => item instanceof Table)) yield Table.fromRows(data);
  else if (isIterable(data)) yield* checkedTables(caller, data);
  else {
    throw new UserError(
      `${caller} takes a Table, a danfo DataFrame, an array of rows such as [{ CITY: "Fresno" }], or an iterable of Tables.`,
    );
  }
}

async function* checkedTables(caller: string, data: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<Table> {
  let names: string | undefined;
  for await (const item of data) {
    if (!(item instanceof Table))
      throw new UserError(`${caller} takes an iterable of Tables, and one item is not a Table.`);
    const own = item.columnNames.join(', ');
    names ??= own;
    if (own !== names) throw new UserError(`${caller} got a table with the columns ${own} after one with ${names}.`);
    yield item;
  }
  if (names === undefined) throw new UserError(`${caller} got no table at all, so it does not know the columns.`);
}

function isIterable(data: unknown): data is Iterable<unknown> | AsyncIterable<unknown> {
  return typeof data === 'object' && data !== null && (Symbol.iterator in data || Symbol.asyncIterator in data);
}
