import { columnCells } from '../../values/cells';
import { columnLength, textColumn } from '../../values/text-column';
import { Texts } from '../../values/texts';
import { columnOfValues } from '../column-of-values';
import type { Column } from '../table';
import { columnNumbers, holdsNumbers } from './column-numbers';
import { exactColumn, scaleOf, unscaledReader } from './exact-numbers';

/** The values of one column and then those of another, with the name of the first. */
export function appendColumn(column: Column, more: Column): Column {
  const [length, added] = [columnLength(column), columnLength(more)];
  const nulls =
    column.nulls === undefined && more.nulls === undefined
      ? undefined
      : joined(new Uint8Array(length + added), column.nulls, more.nulls, length);
  const base = {
    name: column.name,
    type: column.type,
    nullable: column.nullable || more.nullable,
    ...(nulls === undefined ? {} : { nulls }),
  };
  if (column.kind === 'text' && more.kind === 'text') {
    const texts = [column, more].map((one) => one.texts ?? Texts.of(one.values));
    return textColumn(base, Texts.concat(texts));
  }
  if (column.kind === 'date' && more.kind === 'date') {
    return { ...column, ...base, values: joined(new Int32Array(length + added), column.values, more.values, length) };
  }
  if (column.kind === 'boolean' && more.kind === 'boolean') {
    return { ...column, ...base, values: joined(new Uint8Array(length + added), column.values, more.values, length) };
  }
  if (column.kind === 'number' && more.kind === 'number' && column.scale === more.scale) {
    return { ...column, ...base, values: joined(new Float64Array(length + added), column.values, more.values, length) };
  }
  if (column.kind === 'bigint' && more.kind === 'bigint') {
    const values = new BigInt64Array(length + added);
    values.set(column.values);
    values.set(more.values, length);
    return { ...column, ...base, values };
  }
  if (column.kind === 'decimal' && more.kind === 'decimal' && column.scale === more.scale) {
    return { ...column, ...base, values: [...column.values, ...more.values] };
  }
  if (column.kind === 'timestamp' && more.kind === 'timestamp' && hasOffsets(column) === hasOffsets(more)) {
    const nanoseconds =
      column.nanoseconds === undefined && more.nanoseconds === undefined
        ? undefined
        : joined(new Int32Array(length + added), column.nanoseconds, more.nanoseconds, length);
    return {
      ...column,
      ...base,
      values: joined(new Float64Array(length + added), column.values, more.values, length),
      ...(nanoseconds === undefined ? {} : { nanoseconds }),
      ...(column.offsets === undefined
        ? {}
        : { offsets: joined(new Int16Array(length + added), column.offsets, more.offsets, length) }),
    };
  }
  if (holdsNumbers(column) && holdsNumbers(more)) return { ...base, ...appendNumbers(column, more, nulls) };
  const cells = [column, more].flatMap((one) =>
    Array.from({ length: columnLength(one) }, (_, row) => columnCells(one)(row)),
  );
  return columnOfValues(column.name, cells);
}

/** Numbers of two kinds: exact where both are, with the larger scale; otherwise as floats, as Snowflake has it. */
function appendNumbers(column: Column, more: Column, nulls: Uint8Array | undefined) {
  const [scale, other] = [scaleOf(column), scaleOf(more)];
  if (scale === undefined || other === undefined) {
    const values = [column, more].flatMap((one) => Array.from(columnNumbers(one)));
    return {
      kind: 'number' as const,
      type: 'FLOAT',
      values: Float64Array.from(values, (value, row) => (nulls?.[row] === 1 ? Number.NaN : value)),
    };
  }
  const largest = Math.max(scale, other);
  const digits = [column, more].flatMap((one) => {
    const read = unscaledReader(one, largest);
    return Array.from({ length: columnLength(one) }, (_, row) => (one.nulls?.[row] === 1 ? 0n : read(row)));
  });
  return exactColumn(digits, largest, nulls);
}

function hasOffsets(column: { readonly offsets?: Int16Array }): boolean {
  return column.offsets !== undefined;
}

type NumberArray = Float64Array | Int32Array | Int16Array | Uint8Array;

function joined<Values extends NumberArray>(
  to: Values,
  values: Values | undefined,
  more: Values | undefined,
  length: number,
): Values {
  if (values !== undefined) to.set(values);
  if (more !== undefined) to.set(more, length);
  return to;
}
