import { UserError } from '../errors';
import { columnOfValues } from './column-of-values';
import type { RowObject } from './row-types';
import type { Column } from './table';

export interface RowsBefore {
  /** How many rows came before these. */
  readonly firstRow?: number;
  /** The keys of the rows before. */
  readonly names?: readonly string[];
}

/** Columns from objects; a row whose keys differ from the first row's is refused. */
export function columnsOfRows(rows: readonly RowObject[], before: RowsBefore = {}): readonly Column[] {
  const { firstRow = 0, names = Object.keys(rows[0] ?? {}) } = before;
  rows.forEach((row, position) => {
    const keys = Object.keys(row);
    if (keys.length === names.length && names.every((name) => name in row)) return;
    throw new UserError(
      `Row ${firstRow + position} has the keys ${keys.join(', ')}, but the first row has ${names.join(', ')}.`,
    );
  });
  return names.map((name) =>
    columnOfValues(
      name,
      rows.map((row) => (row as Readonly<Record<string, unknown>>)[name]),
      { firstRow },
    ),
  );
}
