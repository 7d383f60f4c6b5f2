import { typeParts } from '../../values/type-parts';
import { type ShownTable, showTable } from '../catalog/show-table';
import type { Session } from '../session/session';
import { quoteIdentifier } from '../statement/identifiers';
import { rowsOf } from '../statement/rows-of';
import type { ColumnTarget } from './column-target';
import type { LoadColumn } from './load-plan';

/** A table that is in Snowflake already. */
export interface ExistingTable extends ShownTable {
  readonly columns: readonly ColumnTarget[];
}

/** Looks a table up by its folded name parts; undefined where there is none. Needs no warehouse. */
export async function findTable(
  session: Session,
  name: readonly string[],
  signal: AbortSignal,
): Promise<ExistingTable | undefined> {
  const shown = await showTable(session, name, signal);
  if (shown === undefined) return undefined;
  const described = await rowsOf(session, `describe table ${name.map(quoteIdentifier).join('.')}`, signal);
  const columns = described.map((row) => ({
    name: String(row.name),
    type: String(row.type),
    isNullable: row['null?'] !== 'N',
    hasDefault: row.default !== null,
  }));
  return { ...shown, columns };
}

/** True when the data can take the place of the table's rows and leave the table itself, with its grants, as it is. */
export function hasSameColumns(table: ExistingTable, columns: readonly LoadColumn[]): boolean {
  const types = new Map(table.columns.map(({ name, type }) => [name, comparableType(type)]));
  return types.size === columns.length && columns.every(({ name, type }) => types.get(name) === comparableType(type));
}

/** The columns that will hold the rows: the table's own if the table stays, otherwise new ones. */
export function targetColumns(
  existing: ExistingTable | undefined,
  columns: readonly LoadColumn[],
  isAppended: boolean,
): readonly ColumnTarget[] {
  if (existing !== undefined && (isAppended || hasSameColumns(existing, columns))) return existing.columns;
  return columns.map(({ name, type }) => ({ name, type, isNullable: true, hasDefault: false }));
}

/** Numbers are sent in the form of the column that takes them, so that COPY has nothing to round. */
export function typedAs(columns: readonly LoadColumn[], targets: readonly ColumnTarget[]): readonly LoadColumn[] {
  const types = new Map(targets.map(({ name, type }) => [name, type]));
  return columns.map((column) => ({ ...column, type: types.get(column.name) ?? column.type }));
}

/** The length of a VARCHAR does not count: a text that is too long is refused. */
function comparableType(type: string): string {
  const { name, sizes } = typeParts(type);
  return name === 'VARCHAR' ? name : `${name}(${sizes.join(',')})`;
}
