import { columnCells } from '../../values/cells';
import { columnLength } from '../../values/text-column';
import type { AnyRow } from '../row-types';
import type { Column } from '../table';

/** Reads rows for a function of the user, which may keep them. */
export function rowReader(columns: readonly Column[]): (row: number) => AnyRow {
  const cells = columns.map((column) => [column.name, columnCells(column)] as const);
  return (number) => Object.fromEntries(cells.map(([name, cell]) => [name, cell(number)]));
}

/** All rows, one after another. */
export function* eachRow(columns: readonly Column[]): Generator<AnyRow, void, undefined> {
  const read = rowReader(columns);
  const rowCount = columns.length === 0 ? 0 : columnLength(columns[0]);
  for (let row = 0; row < rowCount; row += 1) yield read(row);
}
