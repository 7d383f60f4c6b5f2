import type { Column } from './table';

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
      return { ...column, ...rest, values: column.values.slice(from, to) };
  }
}
