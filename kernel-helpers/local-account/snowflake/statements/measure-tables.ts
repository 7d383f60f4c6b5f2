import type { TableObject } from '../catalog/catalog-object';
import { printPhysical } from '../catalog/physical-name';
import type { StatementContext } from './context';

export interface TableSize {
  readonly rows: number;
  readonly bytes: number;
}

/** Bytes of a value by wire type; texts and documents are measured. */
const FIXED_BYTES: Readonly<Record<string, number>> = { boolean: 1, date: 4, fixed: 8, real: 8 };
const OTHER_BYTES = 8;

/** A statement of its own for each table would take five times as long; with more in one, DuckDB plans no faster. */
const TABLES_AT_ONCE = 100;

/**
 * Rows and bytes of tables as SHOW TABLES has them; a table that was dropped meanwhile is left out. Deviation: `bytes` is
 * the size of the values before compression, Snowflake's is the compressed size of its micro-partitions.
 */
export async function measureTables(
  context: StatementContext,
  tables: readonly TableObject[],
): Promise<ReadonlyMap<TableObject, TableSize>> {
  const empty = tables.length > TABLES_AT_ONCE ? await emptyTables(context) : new Set();
  const sizes = new Map<TableObject, TableSize>();
  const filled: TableObject[] = [];
  for (const table of tables) {
    if (empty.has(table.physical.table)) sizes.set(table, { rows: 0, bytes: 0 });
    else filled.push(table);
  }
  for (let from = 0; from < filled.length; from += TABLES_AT_ONCE)
    for (const [table, size] of await measureBatch(context, filled.slice(from, from + TABLES_AT_ONCE)))
      sizes.set(table, size);
  return sizes;
}

/** Physical names of the tables that never had a row; DuckDB does not count those of an open transaction. */
async function emptyTables({ session, cancellation }: StatementContext): Promise<ReadonlySet<unknown>> {
  if (session.transaction !== 'none') return new Set();
  const { connection } = session;
  const found = await cancellation.guard(connection, () =>
    connection.runAndReadAll('SELECT table_name FROM duckdb_tables() WHERE estimated_size = 0'),
  );
  return new Set(found.getRowsJson().map(([name]) => name));
}

async function measureBatch(
  context: StatementContext,
  tables: readonly TableObject[],
): Promise<readonly (readonly [TableObject, TableSize])[]> {
  if (tables.length === 0) return [];
  const { session, account, cancellation } = context;
  const { connection } = session;
  try {
    const measured = await cancellation.guard(connection, () => connection.runAndReadAll(measureSql(tables)));
    const found = new Map(measured.getRowsJson().map(([index, ...counts]) => [Number(index), counts.map(Number)]));
    return tables.map((table, index) => {
      const [rows = 0, textBytes = 0] = found.get(index) ?? [];
      return [table, { rows, bytes: rows * fixedBytes(table) + textBytes }];
    });
  } catch (error) {
    const isThere = (table: TableObject) =>
      table.tableKind === 'TEMPORARY' || account.catalog.objects.find('table', table) === table;
    const left = tables.filter(isThere);
    if (left.length === tables.length) throw error;
    return measureBatch(context, left);
  }
}

/** A table without rows gives no row. */
function measureSql(tables: readonly TableObject[]): string {
  const selects = tables.map((table, index) => {
    const aliases = table.columns.map((_, column) => `c${column}`).join(', ');
    const lengths = table.columns.flatMap(({ type }, column) =>
      isMeasured(type.wire) ? [`coalesce(strlen(c${column}::VARCHAR), 0)`] : [],
    );
    const length = sumSql(['0::BIGINT', ...lengths]);
    return `SELECT ${index} AS i, ${length} AS n FROM ${printPhysical(table.physical)} AS t(${aliases})`;
  });
  return `SELECT i, count(*)::DOUBLE, sum(n)::DOUBLE FROM (${selects.join(' UNION ALL ')}) GROUP BY i`;
}

/** DuckDB adds two values at a time and refuses expressions deeper than 1,000, so many values are added in groups. */
function sumSql(values: readonly string[]): string {
  if (values.length <= VALUES_IN_SUM) return values.join(' + ');
  const groups: string[] = [];
  for (let from = 0; from < values.length; from += VALUES_IN_SUM)
    groups.push(`(${values.slice(from, from + VALUES_IN_SUM).join(' + ')})`);
  return sumSql(groups);
}

const VALUES_IN_SUM = 100;

function fixedBytes({ columns }: TableObject): number {
  const widths = columns.map(({ type }) => (isMeasured(type.wire) ? 0 : (FIXED_BYTES[type.wire] ?? OTHER_BYTES)));
  return widths.reduce((sum, width) => sum + width, 0);
}

function isMeasured(wire: string): boolean {
  return wire === 'text' || wire === 'variant' || wire === 'object' || wire === 'array';
}
