import { UserError } from '../errors';
import { columnOfValues } from './column-of-values';
import type { Column } from './table';

/** Columns from objects; a row whose keys differ from the first row's is refused. */
export function columnsOfRows(rows: readonly Readonly<Record<string, unknown>>[]): readonly Column[] {
  const names = Object.keys(rows[0] ?? {});
  rows.forEach((row, position) => {
    const keys = Object.keys(row);
    if (keys.length === names.length && names.every((name) => name in row)) return;
    throw new UserError(`Row ${position} has the keys ${keys.join(', ')}, but the first row has ${names.join(', ')}.`);
  });
  return names.map((name) =>
    columnOfValues(
      name,
      rows.map((row) => row[name]),
    ),
  );
}
