import type { ColumnType, WireType } from '../catalog/column-type';
import { requireTable } from '../session/resolve-names';
import { type BoundColumn, timeTextOfNumber } from '../sql/bind-values';
import type { ColumnDefinition } from '../sql/statement';
import { TokenReader } from '../sql/token-reader';
import type { StatementContext } from './context';

/**
 * Reads bound texts as the columns need them that they go to. Python's connector 4 calls an array TEXT when a null is in
 * it, and sends bytes as hexadecimal digits and dates as counts all the same (`_process_params_qmarks`); Snowflake casts them.
 * `before` is the INSERT up to VALUES, `values` what stands between its brackets: a place inside an expression is left alone.
 */
export function readBoundTexts(
  context: StatementContext,
  before: string,
  values: string,
  columns: readonly BoundColumn[],
): readonly BoundColumn[] {
  const places = values.split(',').map((place) => /^\s*"(BIND_\w+)"\s*$/.exec(place)?.[1]);
  if (places.includes(undefined) || columns.every(({ type }) => type !== 'TEXT')) return columns;
  const targets = targetColumns(context, before);
  return columns.map((column) => {
    const target = targets[places.indexOf(column.name)];
    return column.type === 'TEXT' && target !== undefined ? readAs(target.type, column) : column;
  });
}

/** The columns that an INSERT names, or else all of its table's. */
function targetColumns(context: StatementContext, before: string): readonly (ColumnDefinition | undefined)[] {
  const [reader] = TokenReader.ofRequest(before);
  if (reader === undefined) return [];
  reader.expect('INSERT');
  reader.skip('OVERWRITE');
  reader.expect('INTO');
  const table = requireTable(context.session, context.account.catalog, reader.path(), 'INSERT', 'Object');
  if (!reader.sees('(')) return table.columns;
  const names = reader.group().list((item) => item.identifier());
  return names.map((name) => table.columns.find((column) => column.name === name));
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
