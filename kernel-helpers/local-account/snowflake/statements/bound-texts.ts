import type { ColumnType, WireType } from '../catalog/column-type';
import { requireTable } from '../session/resolve-names';
import { type BoundColumn, timeTextOfNumber } from '../sql/bind-values';
import type { ArrayInsert } from '../sql/parse-array-insert';
import type { ColumnDefinition } from '../sql/statement';
import type { StatementContext } from './context';

/**
 * Reads bound texts as the columns need them that they go to. Python's connector 4 calls an array TEXT when a null is in
 * it, and sends bytes as hexadecimal digits and dates as counts all the same (`_process_params_qmarks`); Snowflake casts them.
 * A place inside an expression is left alone.
 */
export function readBoundTexts(
  context: StatementContext,
  insert: ArrayInsert,
  columns: readonly BoundColumn[],
): readonly BoundColumn[] {
  if (columns.every(({ type }) => type !== 'TEXT')) return columns;
  const targets = targetColumns(context, insert);
  return columns.map((column) => {
    const target = targets[insert.names.indexOf(column.name)];
    return column.type === 'TEXT' && target !== undefined ? readAs(target.type, column) : column;
  });
}

/** The columns that an INSERT names, or else all of its table's. */
function targetColumns(
  { session, account }: StatementContext,
  { table: path, columns }: ArrayInsert,
): readonly (ColumnDefinition | undefined)[] {
  const table = requireTable(session, account.catalog, path, 'INSERT', 'Object');
  return columns?.map((name) => table.columns.find((column) => column.name === name)) ?? table.columns;
}

const COUNTED: readonly WireType[] = ['date', 'timestamp_ntz', 'timestamp_ltz', 'timestamp_tz'];

function readAs({ wire }: ColumnType, column: BoundColumn): BoundColumn {
  if (wire === 'binary') return { ...column, type: 'BINARY' };
  if (!COUNTED.includes(wire)) return column;
  return {
    ...column,
    values: column.values.map((value) => (value === null ? null : timeTextOfNumber(wire.toUpperCase(), value))),
  };
}
