import { UserError } from '../../errors';
import { columnLength } from '../../values/text-column';
import { columnOfValues } from '../column-of-values';
import { renameColumn } from '../rename-column';
import type { Column } from '../table';
import { answersOfRows, type RowFunction } from './row-view';

/** A column made by a function of each row, of a list of values, or of a column of another table. */
export function addedColumn(name: string, values: unknown, columns: readonly Column[], rowCount: number): Column {
  if (typeof name !== 'string' || name === '') {
    throw new UserError("addColumn() needs a name and values, such as addColumn('RICH', (row) => row.MEDINC > 8).");
  }
  if (typeof values === 'function') {
    return columnOfValues(name, answersOfRows(columns, rowCount, values as RowFunction));
  }
  const column = isColumn(values) ? renameColumn(values, name) : columnOfValues(name, listOf(name, values));
  const length = columnLength(column);
  if (length === rowCount) return column;
  throw new UserError(
    `addColumn('${name}') got ${length} values for ${rowCount} rows; give one for each row, or a function of a row.`,
  );
}

function isColumn(values: unknown): values is Column {
  return (
    typeof values === 'object' && values !== null && 'kind' in values && 'nullable' in values && 'values' in values
  );
}

function listOf(name: string, values: unknown): readonly unknown[] {
  if (Array.isArray(values)) return values;
  if (ArrayBuffer.isView(values) && Symbol.iterator in values)
    return Array.from(values as unknown as Iterable<unknown>);
  throw new UserError(
    `addColumn('${name}') got ${values === null ? 'null' : `a ${typeof values}`}; give a list with one value for each row, or a function such as (row) => row.MEDINC > 8.`,
  );
}
