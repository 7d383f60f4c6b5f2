import { textColumn } from '../values/text-column';
import type { Column } from './table';

/** The same values under another name. To spread a column of texts would make all of its strings. */
export function renameColumn(column: Column, name: string): Column {
  if (column.kind !== 'text' || column.texts === undefined) return { ...column, name };
  const { type, nullable, nulls, texts } = column;
  return textColumn({ name, type, nullable, ...(nulls === undefined ? {} : { nulls }) }, texts);
}
