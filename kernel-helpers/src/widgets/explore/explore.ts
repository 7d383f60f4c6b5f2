import { messageOf, UserError } from '../../errors';
import { Table } from '../../table/columnar-table';
import type { AnyRow } from '../../table/row-types';
import { type DanfoFrame, isDanfoFrame } from '../../values/danfo-frame';
import { loadWidgets } from '../load-widgets';
import type { Exploration } from './exploration';

/**
 * Lets a person sort, search and filter a table in the page, and gives back what is kept, as a table and as SQL. A Table
 * as a cell's result can be explored too, but then no variable holds what was chosen.
 * @param table a Table, a danfo DataFrame, or an array of objects.
 * @example
 * const view = explore(houses);   // in one cell; then choose rows in the page
 * view.table.rowCount             // in a later cell
 */
export function explore<Row extends object = AnyRow>(
  table: Table<Row> | DanfoFrame | readonly Readonly<Record<string, unknown>>[],
): Exploration<Row> {
  // Rows keep their type: an exploration only leaves some out.
  return loadWidgets.exploration().createExploration(tableOf(table)) as Exploration<Row>;
}

function tableOf(value: unknown): Table {
  if (value instanceof Table) return value;
  try {
    if (isDanfoFrame(value)) return Table.fromDataFrame(value);
    if (Array.isArray(value)) return Table.fromRows(value);
  } catch (error) {
    throw new UserError(`explore() cannot read these rows. ${messageOf(error)}`, { cause: error });
  }
  throw new UserError('explore() needs rows: a Table, a DataFrame, or an array of objects.');
}
