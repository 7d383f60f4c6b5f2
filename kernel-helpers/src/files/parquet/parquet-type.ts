import type { Struct } from './thrift';

/**
 * A type of a column in a Parquet file, as fields of its SchemaElement: 1 physical type, 2 length, 6 converted type,
 * 7 scale, 8 precision, 10 logical type. Source: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 */
export type ParquetType = Struct & { readonly 1: number };

export const BOOLEAN: ParquetType = { 1: 0 };
export const INT32: ParquetType = { 1: 1 };
export const INT64: ParquetType = { 1: 2 };
export const DOUBLE: ParquetType = { 1: 5 };
export const TEXT: ParquetType = { 1: 6, 6: 0, 10: { 1: {} } };
/** Bytes that are no text. */
export const BYTES: ParquetType = { 1: 6 };
export const DATE: ParquetType = { 1: 1, 6: 6, 10: { 6: {} } };

/** Bytes of a decimal of up to 38 digits, the highest first. */
export const BYTES_PER_DECIMAL = 16;
const MAX_DIGITS = 38;
/** So many digits always fit 64 bits. */
const MAX_INT64_DIGITS = 18;

export function decimal(scale: number): ParquetType {
  return { 1: 7, 2: BYTES_PER_DECIMAL, ...decimalFields(scale, MAX_DIGITS) };
}

/** A decimal whose digits without the point are a whole number of 64 bits. */
export function shortDecimal(scale: number): ParquetType {
  return { 1: 2, ...decimalFields(scale, MAX_INT64_DIGITS) };
}

function decimalFields(scale: number, precision: number): Struct {
  return { 6: 5, 7: scale, 8: precision, 10: { 5: { 1: scale, 2: precision } } };
}

const UNIT_FIELD = { microseconds: 2, nanoseconds: 3 } as const;

export function timestamp(unit: keyof typeof UNIT_FIELD, isInstant: boolean): ParquetType {
  // The older form of the type means an instant, and knows no nanoseconds.
  const converted = isInstant && unit === 'microseconds' ? { 6: 10 } : {};
  return { 1: 2, ...converted, 10: { 8: { 1: isInstant, 2: { [UNIT_FIELD[unit]]: {} } } } };
}
