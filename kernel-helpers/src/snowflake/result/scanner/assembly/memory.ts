// AssemblyScript. Where things lie in the scanner's memory; `scanner-memory.ts` on the other side lays it out.

/** Bytes of the description of a column. */
export const COLUMN_BYTES: usize = 32;

export const NUMBER: u32 = 0;
export const WHOLE: u32 = 1;
export const BOOLEAN: u32 = 2;
export const DATE: u32 = 3;
export const TIMESTAMP: u32 = 4;
export const TEXT: u32 = 5;

// @ts-expect-error: decorator
@inline export function kindOf(column: usize): u32 {
  return load<u32>(column);
}

/** Values by row. Of a text: where it begins in the input. */
// @ts-expect-error: decorator
@inline export function valuesOf(column: usize): usize {
  return load<u32>(column, 4);
}

/** One byte a row, 1 for null. */
// @ts-expect-error: decorator
@inline export function nullsOf(column: usize): usize {
  return load<u32>(column, 8);
}

/** Of a timestamp: its nanoseconds. Of a text: its length in the input, with ESCAPED. */
// @ts-expect-error: decorator
@inline export function partsOf(column: usize): usize {
  return load<u32>(column, 12);
}

/** Of a timestamp: its offset from UTC; 0 where the type has none. */
// @ts-expect-error: decorator
@inline export function zonesOf(column: usize): usize {
  return load<u32>(column, 16);
}

/** Significant digits up to which a number is read here. */
// @ts-expect-error: decorator
@inline export function mostDigitsOf(column: usize): i32 {
  return load<i32>(column, 20);
}

// @ts-expect-error: decorator
@inline export function noteNull(column: usize): void {
  store<u32>(column, 1, 24);
}

/** Set in the length of a text that holds JSON escapes. */
export const ESCAPED: u32 = 0x80000000;

/** Tables of powers: of five as 128 bits, from 5^-342 on (Eisel-Lemire), and of ten as doubles. */
let powersOfFive: usize = 0;
let powersOfTen: usize = 0;

export function useTables(five: usize, ten: usize): void {
  powersOfFive = five;
  powersOfTen = ten;
}

// @ts-expect-error: decorator
@inline export function powerOfFive(exponent: i32): usize {
  return powersOfFive + ((<usize>(exponent + 342)) << 4);
}

// @ts-expect-error: decorator
@inline export function powerOfTen(exponent: i32): f64 {
  return load<f64>(powersOfTen + ((<usize>exponent) << 3));
}
