import { textColumn } from '../values/text-column';
import { Texts } from '../values/texts';
import type { Column, TextColumn } from './table';

/** Rows `from` to `to` of a column; typed arrays are views on the same memory. */
export function sliceColumn(column: Column, from: number, to: number): Column {
  const nulls = column.nulls?.subarray(from, to);
  const rest = nulls === undefined ? {} : { nulls };
  switch (column.kind) {
    case 'number':
      return { ...column, ...rest, values: column.values.subarray(from, to) };
    case 'bigint':
      return { ...column, ...rest, values: column.values.subarray(from, to) };
    case 'timestamp':
      return {
        ...column,
        ...rest,
        values: column.values.subarray(from, to),
        ...(column.nanoseconds === undefined ? {} : { nanoseconds: column.nanoseconds.subarray(from, to) }),
        ...(column.offsets === undefined ? {} : { offsets: column.offsets.subarray(from, to) }),
      };
    case 'decimal':
      return { ...column, ...rest, values: column.values.slice(from, to) };
    case 'boolean':
      return { ...column, ...rest, values: column.values.subarray(from, to) };
    case 'date':
      return { ...column, ...rest, values: column.values.subarray(from, to) };
    case 'text':
      return sliceTexts(column, from, to);
  }
}

function sliceTexts(column: TextColumn, from: number, to: number): TextColumn {
  const { name, type, nullable, nulls } = column;
  const base = { name, type, nullable, ...(nulls && { nulls: nulls.subarray(from, to) }) };
  return textColumn(base, (column.texts ?? Texts.of(column.values)).slice(from, to));
}
