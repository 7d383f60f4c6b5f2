// AssemblyScript. Cells that are not decimals or texts. Each function returns where the quote behind the cell stands, or 0
// for a text of another form: that one is read, or refused, on the other side.
import { partsOf, valuesOf, zonesOf } from './memory';

const LONGEST_WHOLE: usize = 18;
const LONGEST_SECONDS: usize = 12;
const LONGEST_FRACTION: usize = 9;
const LONGEST_DAYS: usize = 9;
const NANOSECONDS_A_MILLISECOND: i32 = 1000000;
const OFFSET_OF_UTC: i32 = 1440;

let number: i64 = 0;

/** Reads digits into `number`. Returns where they end, or 0 if there are none or more than `longest`. */
// @ts-expect-error: decorator
@inline function readDigits(start: usize, longest: usize): usize {
  let p = start;
  let value: i64 = 0;
  let digit = <u32>load<u8>(p) - 48;
  while (digit < 10) {
    value = value * 10 + digit;
    digit = <u32>load<u8>(++p) - 48;
  }
  number = value;
  return p == start || p - start > longest ? 0 : p;
}

export function readWhole(column: usize, row: usize, start: usize): usize {
  const negative = load<u8>(start) == 45;
  const p = readDigits(negative ? start + 1 : start, LONGEST_WHOLE);
  if (p == 0 || load<u8>(p) != 34) return 0;
  store<i64>(valuesOf(column) + (row << 3), negative ? -number : number);
  return p;
}

export function readDate(column: usize, row: usize, start: usize): usize {
  const negative = load<u8>(start) == 45;
  const p = readDigits(negative ? start + 1 : start, LONGEST_DAYS);
  if (p == 0 || load<u8>(p) != 34) return 0;
  store<i32>(valuesOf(column) + (row << 2), <i32>(negative ? -number : number));
  return p;
}

export function readBoolean(column: usize, row: usize, start: usize): usize {
  const byte = load<u8>(start);
  if ((byte != 48 && byte != 49) || load<u8>(start, 1) != 34) return 0;
  store<u8>(valuesOf(column) + row, byte - 48);
  return start + 1;
}

/** Seconds since 1970 with up to nine decimals; with an offset behind a space where the type has one. */
export function readTimestamp(column: usize, row: usize, start: usize): usize {
  const negative = load<u8>(start) == 45;
  let p = readDigits(negative ? start + 1 : start, LONGEST_SECONDS);
  if (p == 0) return 0;
  const seconds = number;
  let fraction: i32 = 0;
  if (load<u8>(p) == 46) {
    const first = p + 1;
    p = readDigits(first, LONGEST_FRACTION);
    if (p == 0) return 0;
    fraction = <i32>number;
    for (let digits = p - first; digits < LONGEST_FRACTION; digits++) fraction *= 10;
  }
  const zones = zonesOf(column);
  if (zones != 0) {
    if (load<u8>(p) != 32) return 0;
    p = readDigits(p + 1, 4);
    if (p == 0) return 0;
    store<i16>(zones + (row << 1), <i16>(<i32>number - OFFSET_OF_UTC));
  }
  if (load<u8>(p) != 34) return 0;
  // Nanoseconds count forward from the millisecond before them, also before 1970.
  let milliseconds = fraction / NANOSECONDS_A_MILLISECOND;
  let rest = fraction % NANOSECONDS_A_MILLISECOND;
  if (negative) {
    milliseconds = -milliseconds;
    if (rest > 0) {
      milliseconds--;
      rest = NANOSECONDS_A_MILLISECOND - rest;
    }
  }
  store<f64>(valuesOf(column) + (row << 3), <f64>((negative ? -seconds : seconds) * 1000 + milliseconds));
  store<i32>(partsOf(column) + (row << 2), rest);
  return p;
}
