import { LIST, listValue, VARCHAR } from '@duckdb/node-api';
import type { ColumnType } from '../catalog/column-type';
import { columnTypeOf, duckdbTypeOf } from '../catalog/column-type';
import { type PhysicalName, printPhysical, quote } from '../catalog/physical-name';
import { PLAIN_COLUMN } from '../sql/plain-column';
import type { ComputedTable } from '../sql/query-scope';
import type { StatementContext } from './context';

/** A column of a table that the account computes: its Snowflake type, and its value for a row as text. */
export interface ComputedColumn<Row> {
  readonly type: ColumnType;
  readonly read: (row: Row) => string | null;
}

export type ComputedColumns<Row> = Readonly<Record<string, ComputedColumn<Row>>>;

export const textOf = <Row>(read: (row: Row) => string | null): ComputedColumn<Row> => ({
  type: columnTypeOf('VARCHAR', []),
  read,
});

export const numberOf = <Row>(read: (row: Row) => number | string | null): ComputedColumn<Row> => ({
  type: columnTypeOf('NUMBER', []),
  read: (row) => {
    const value = read(row);
    return value === null ? null : String(value);
  },
});

export const timeOf = <Row>(read: (row: Row) => Date | null): ComputedColumn<Row> => ({
  type: columnTypeOf('TIMESTAMP_LTZ', []),
  read: (row) => read(row)?.toISOString() ?? null,
});

/** A table of the session that is filled when a statement reads it, and gone when the statement ends. */
export function computedTable<Row>(
  context: StatementContext,
  table: string,
  columns: ComputedColumns<Row>,
  rowsOf: () => readonly Row[] | Promise<readonly Row[]>,
): ComputedTable {
  const physical = { schema: 'temp', table };
  return {
    physical,
    columns: Object.entries(columns).map(([name, { type }]) => ({ ...PLAIN_COLUMN, name, type })),
    fill: async () => fill(context, physical, columns, await rowsOf()),
  };
}

async function fill<Row>(
  { session, runAtEnd }: StatementContext,
  physical: PhysicalName,
  columns: ComputedColumns<Row>,
  rows: readonly Row[],
): Promise<void> {
  const table = printPhysical(physical);
  const entries = Object.entries(columns);
  const casts = entries.map(
    ([name, { type }], index) => `unnest($${index + 1}::VARCHAR[])::${duckdbTypeOf(type)} AS ${quote(name)}`,
  );
  await session.connection.run(
    `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT ${casts.join(', ')}`,
    entries.map(([, { read }]) => listValue(rows.map(read))),
    entries.map(() => LIST(VARCHAR)),
  );
  runAtEnd(() => session.connection.run(`DROP TABLE IF EXISTS ${table}`));
}
