import { UserError } from '../../errors';
import { Table } from '../../table/columnar-table';
import { columnsOfRows } from '../../table/columns-of-rows';
import { isDataFrame } from '../../table/data-frame';
import type { DanfoFrame } from '../../values/danfo-frame';

/** A row as an object. */
export type LoadRow = Readonly<Record<string, unknown>>;

/**
 * What can be loaded: a Table, a danfo DataFrame, an array of rows, or an iterable of rows or Tables. An iterable may give
 * more than fits into memory; it is read once. `result.batches()` is one, for a copy of a result of any size.
 */
export type LoadData =
  | Table
  | DanfoFrame
  | Iterable<LoadRow>
  | Iterable<Table>
  | AsyncIterable<LoadRow>
  | AsyncIterable<Table>;

export interface LoadTables {
  /** Rows of all tables; undefined for an iterable, which only its end tells. */
  readonly rowCount?: number;
  /** The rows in their order, of the same columns each time; at least one table. */
  readonly tables: AsyncIterable<Table>;
}

/** Rows of an iterable that are made into columns together. The types of a new table are those of the first of them. */
export const ROWS_PER_BATCH = 50_000;

/** The data as tables. Waiting for an iterable ends when the signal fires. */
export function loadTables(data: unknown, signal: AbortSignal): LoadTables {
  if (data instanceof Table) return whole(data);
  if (isDataFrame(data)) return whole(Table.fromDataFrame(data));
  if (Array.isArray(data)) return ofArray(data);
  if (isIterable(data)) return { tables: batches(untilAborted(data, signal)) };
  throw new UserError(
    'writeTable() takes a Table, a danfo DataFrame, an array of rows such as [{ CITY: "Fresno" }], or an iterable of rows or Tables.',
  );
}

function whole(table: Table): LoadTables {
  return { rowCount: table.rowCount, tables: once(table) };
}

function ofArray(items: readonly unknown[]): LoadTables {
  const tables = items.filter((item) => item instanceof Table);
  if (tables.length === 0) return whole(tableOfRows(items, 0, undefined));
  const rowCount = tables.reduce((rows, table) => rows + table.rowCount, 0);
  return { rowCount, tables: batches(each(items)) };
}

async function* once<Item>(item: Item): AsyncGenerator<Item> {
  yield item;
}

async function* each<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}

async function* batches(items: AsyncIterable<unknown>): AsyncGenerator<Table> {
  let rows: unknown[] = [];
  let names: readonly string[] | undefined;
  let rowCount = 0;
  const taken = (): Table => {
    const table = tableOfRows(rows, rowCount, names);
    names ??= table.columnNames;
    rowCount += rows.length;
    rows = [];
    return table;
  };
  for await (const item of items) {
    if (!(item instanceof Table)) {
      rows.push(item);
      if (rows.length >= ROWS_PER_BATCH) yield taken();
      continue;
    }
    if (rows.length > 0) yield taken();
    checkNames(item, names, rowCount);
    names ??= item.columnNames;
    rowCount += item.rowCount;
    yield item;
  }
  if (rows.length > 0 || names === undefined) yield taken();
}

function checkNames(table: Table, names: readonly string[] | undefined, firstRow: number): void {
  if (names === undefined) return;
  const own = table.columnNames;
  if (own.length === names.length && names.every((name) => own.includes(name))) return;
  throw new UserError(
    `The table that begins at row ${firstRow} has the columns ${own.join(', ')}, but the first one has ${names.join(', ')}. ` +
      'Nothing was loaded. Give every table the same columns.',
  );
}

function tableOfRows(rows: readonly unknown[], firstRow: number, names: readonly string[] | undefined): Table {
  rows.forEach((row, place) => {
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) return;
    const what = Array.isArray(row) ? 'an array' : row instanceof Object ? 'a function' : String(row);
    throw new UserError(
      `Row ${firstRow + place} is ${what}; writeTable() needs objects with one key for each column, such as { CITY: "Fresno" }.`,
    );
  });
  return new Table(columnsOfRows(rows as readonly LoadRow[], { firstRow, ...(names && { names }) }));
}

function isIterable(data: unknown): data is Iterable<unknown> | AsyncIterable<unknown> {
  return typeof data === 'object' && data !== null && (Symbol.iterator in data || Symbol.asyncIterator in data);
}

/** The items; after an abort it does not wait for an item, nor for the end of whoever gives the items. */
async function* untilAborted(data: Iterable<unknown> | AsyncIterable<unknown>, signal: AbortSignal) {
  const iterator = Symbol.asyncIterator in data ? data[Symbol.asyncIterator]() : data[Symbol.iterator]();
  let giveUp = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
  });
  aborted.catch(() => undefined);
  let isAtEnd = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = await Promise.race([iterator.next(), aborted]);
      isAtEnd = next.done === true;
      if (isAtEnd) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', giveUp);
    // What the end of an unfinished iterable throws matters less than why it was not finished.
    if (!isAtEnd) {
      const ended = Promise.resolve(iterator.return?.()).catch(() => undefined);
      if (!signal.aborted) await ended;
    }
  }
}
