import { textReader } from '../../values/text-column';
import type { Column, TimestampColumn } from '../table';

/** A value by which rows are compared: equal values have equal keys, and keys of a column are of one type. */
export type ValueKey = number | bigint | string;

const NANOSECONDS_A_MILLISECOND = 1_000_000n;

/** Reads the keys of a column; undefined stands for null, whatever the values hold there. */
export function valueKeys(column: Column): (row: number) => ValueKey | undefined {
  const { nulls } = column;
  const read = keyReader(column);
  return nulls === undefined ? read : (row) => (nulls[row] === 1 ? undefined : read(row));
}

/** Orders keys of one column: texts by code point, and NaN after every number, as Snowflake does. */
export function compareKeys(left: ValueKey, right: ValueKey): number {
  if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
  if (typeof left === 'string' && typeof right === 'string')
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  if (left < right) return -1;
  return left > right ? 1 : 0;
}

function keyReader(column: Column): (row: number) => ValueKey {
  switch (column.kind) {
    case 'number':
      // 0 and -0 are one number.
      return (row) => column.values[row] + 0;
    case 'bigint':
    case 'decimal':
      return (row) => column.values[row];
    case 'boolean':
    case 'date':
      return (row) => column.values[row];
    case 'timestamp':
      return timeKeys(column);
    case 'text':
      return textReader(column);
  }
}

function timeKeys({ values, nanoseconds }: TimestampColumn): (row: number) => ValueKey {
  if (nanoseconds === undefined) return (row) => values[row];
  return (row) => BigInt(values[row]) * NANOSECONDS_A_MILLISECOND + BigInt(nanoseconds[row]);
}
