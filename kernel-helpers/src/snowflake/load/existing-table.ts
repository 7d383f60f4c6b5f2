import { type ShownTable, showTable } from '../catalog/show-table';
import type { Session } from '../session/session';
import { quoteIdentifier } from '../statement/identifiers';
import { rowsOf } from '../statement/rows-of';
import type { LoadColumn } from './load-plan';

/** A table that is in Snowflake already. */
export interface ExistingTable extends ShownTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
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
  return { ...shown, columns: described.map((row) => ({ name: String(row.name), type: String(row.type) })) };
}

/** True when the data can take the place of the table's rows and leave the table itself, with its grants, as it is. */
export function hasSameColumns(table: ExistingTable, columns: readonly LoadColumn[]): boolean {
  const types = new Map(table.columns.map(({ name, type }) => [name, comparableType(type)]));
  return types.size === columns.length && columns.every(({ name, type }) => types.get(name) === comparableType(type));
}

/** The length of a VARCHAR does not count: a text that is too long makes COPY fail, which undoes the load. */
function comparableType(type: string): string {
  const upper = type.toUpperCase();
  return /^(VARCHAR|TEXT|STRING)/.test(upper) ? 'VARCHAR' : upper;
}
