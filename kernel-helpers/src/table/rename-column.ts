import { UserError } from '../errors';
import { textColumn } from '../values/text-column';
import { namedColumns } from './named-columns';
import type { Column } from './table';

/** The same values under another name. To spread a column of texts would make all of its strings. */
export function renameColumn(column: Column, name: string): Column {
  if (column.kind !== 'text' || column.texts === undefined) return { ...column, name };
  const { type, nullable, nulls, texts } = column;
  return textColumn({ name, type, nullable, ...(nulls === undefined ? {} : { nulls }) }, texts);
}

/** All columns, some of them under new names. */
export function renamedColumns(
  names: Readonly<Record<string, string | undefined>>,
  columns: readonly Column[],
): readonly Column[] {
  checkNewNames(names);
  const renamed = new Map(
    namedColumns(Object.keys(names), columns).map((column, index) => [column, String(Object.values(names)[index])]),
  );
  return columns.map((column) => renameColumn(column, renamed.get(column) ?? column.name));
}

/** A UserError unless each old name has a new one. */
export function checkNewNames(names: Readonly<Record<string, unknown>>): void {
  if (typeof names !== 'object' || names === null) {
    throw new UserError("rename() takes old names with new ones, such as { MEDINC: 'INCOME' }.");
  }
  const wrong = Object.entries(names).filter(([, name]) => typeof name !== 'string' || name === '');
  if (wrong.length > 0) {
    throw new UserError(`rename() needs a text as the new name of ${wrong.map(([name]) => name).join(' and ')}.`);
  }
}
