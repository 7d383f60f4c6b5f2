import type { Column, TextColumn } from '../table/table';
import type { Texts } from './texts';

/** A column of texts whose strings are made when `values` is first read. */
export function textColumn(base: Pick<TextColumn, 'name' | 'type' | 'nullable' | 'nulls'>, texts: Texts): TextColumn {
  return {
    ...base,
    kind: 'text',
    texts,
    get values() {
      return texts.strings;
    },
  };
}

/** Reads single texts of a column. */
export function textReader(column: TextColumn): (row: number) => string {
  const { texts } = column;
  return texts === undefined ? (row) => column.values[row] : (row) => texts.at(row);
}

/** How many rows a column has. */
export function columnLength(column: Column): number {
  return column.kind === 'text' && column.texts !== undefined ? column.texts.length : column.values.length;
}
