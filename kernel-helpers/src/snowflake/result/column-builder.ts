import type { Column, DecimalColumn } from '../../table/table';
import { unscaledNumber } from '../../values/decimal-digits';
import type { ColumnPlan } from './column-plan';

/** A column while it is being filled: the rows may be written in any order, each once. */
export type ColumnBuilder = ColumnPlan & { readonly nulls: Uint8Array; nullCount: number } & ColumnStorage;

export type NumberBuilder = Extract<ColumnBuilder, { readonly kind: 'number' }>;
export type BigIntBuilder = Extract<ColumnBuilder, { readonly kind: 'bigint' }>;
export type TimestampBuilder = Extract<ColumnBuilder, { readonly kind: 'timestamp' }>;

type ColumnStorage =
  | { readonly kind: 'number'; readonly values: Float64Array; readonly long: LongValues }
  | { readonly kind: 'bigint'; readonly values: BigInt64Array; readonly long: LongValues }
  | { readonly kind: 'boolean'; readonly values: Uint8Array }
  | { readonly kind: 'date'; readonly values: Int32Array }
  | {
      readonly kind: 'timestamp';
      readonly values: Float64Array;
      readonly nanoseconds: Int32Array;
      readonly offsets?: Int16Array;
    }
  | { readonly kind: 'text'; readonly values: string[] };

/** By row, the values that do not fit the typed array: their digits without the point. */
type LongValues = Map<number, bigint>;

/** Allocates a column of `rowCount` rows. */
export function buildColumn(plan: ColumnPlan, rowCount: number): ColumnBuilder {
  return { ...plan, nulls: new Uint8Array(rowCount), nullCount: 0, ...storage(plan, rowCount) };
}

/** Keeps all digits of a decimal: as a number, or as digits without the point if a number does not hold them. */
export function writeDecimal(column: NumberBuilder, row: number, value: number | bigint): void {
  if (typeof value === 'number') column.values[row] = value;
  else column.long.set(row, value);
}

/** Keeps all digits of a whole number: in 64 bits where they are enough. */
export function writeWholeNumber(column: BigIntBuilder, row: number, value: bigint): void {
  if (BigInt.asIntN(64, value) === value) column.values[row] = value;
  else column.long.set(row, value);
}

/** The finished column; it has no `nulls` if no value is null. */
export function finishColumn(builder: ColumnBuilder): Column {
  const { name, type, nullable } = builder;
  const base = { name, type, nullable, ...(builder.nullCount === 0 ? {} : { nulls: builder.nulls }) };
  switch (builder.kind) {
    case 'number':
      if (builder.long.size > 0) return { ...base, ...decimals(builder) };
      return { ...base, kind: 'number', values: builder.values, ...(builder.scale ? { scale: builder.scale } : {}) };
    case 'bigint':
      if (builder.long.size > 0) return { ...base, ...decimals(builder) };
      return { ...base, kind: 'bigint', values: builder.values };
    case 'timestamp': {
      const { kind, values, nanoseconds, offsets, timeZone } = builder;
      return {
        ...base,
        kind,
        values,
        ...(nanoseconds.some((value) => value !== 0) ? { nanoseconds } : {}),
        ...(offsets === undefined ? {} : { offsets }),
        ...(timeZone === undefined ? {} : { timeZone }),
      };
    }
    case 'boolean':
      return { ...base, kind: 'boolean', values: builder.values };
    case 'date':
      return { ...base, kind: 'date', values: builder.values };
    case 'text':
      return { ...base, kind: 'text', values: builder.values };
  }
}

function decimals({
  long,
  values,
  scale = 0,
}: NumberBuilder | BigIntBuilder): Pick<DecimalColumn, 'kind' | 'values' | 'scale'> {
  const digits = Array.from({ length: values.length }, (_, row) => long.get(row) ?? digitsOf(values[row], scale));
  return { kind: 'decimal', values: digits, scale };
}

/** A null is NaN among numbers. */
function digitsOf(value: number | bigint, scale: number): bigint {
  return typeof value === 'bigint' || Number.isNaN(value) ? BigInt(value || 0) : (unscaledNumber(value, scale) ?? 0n);
}

function storage({ kind, hasOffsets }: ColumnPlan, rowCount: number): ColumnStorage {
  switch (kind) {
    case 'number':
      return { kind, values: new Float64Array(rowCount), long: new Map() };
    case 'bigint':
      return { kind, values: new BigInt64Array(rowCount), long: new Map() };
    case 'timestamp':
      return {
        kind,
        values: new Float64Array(rowCount),
        nanoseconds: new Int32Array(rowCount),
        ...(hasOffsets ? { offsets: new Int16Array(rowCount) } : {}),
      };
    case 'boolean':
      return { kind, values: new Uint8Array(rowCount) };
    case 'date':
      return { kind, values: new Int32Array(rowCount) };
    case 'text':
      return { kind, values: new Array<string>(rowCount).fill('') };
  }
}
