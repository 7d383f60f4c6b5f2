// AssemblyScript. Decimal text to the nearest double.
import { powerOfFive, powerOfTen } from './memory';

/** Where `readDecimal` stopped: the quote behind a number that it could read. */
export let decimalEnd: usize = 0;

const LARGEST_EXACT: u64 = 0x20000000000000;
const LONGEST_EXACT_POWER: i32 = 22;
const MOST_DIGITS_OF_64_BITS: i32 = 19;

/**
 * The double nearest to the text at `start`, which a quote ends; NaN where this way does not decide: words, damage, more
 * than `mostDigits` significant digits, and the few halfway cases of Eisel-Lemire.
 */
export function readDecimal(start: usize, mostDigits: i32): f64 {
  let p = start;
  const negative = load<u8>(p) == 45;
  if (negative) p++;
  const first = p;
  let digits: u64 = 0;
  let exponent: i32 = 0;
  let eight = load<u64>(p);
  if (areDigits(eight)) {
    digits = eightDigits(eight);
    p += 8;
  }
  let digit = <u32>load<u8>(p) - 48;
  while (digit < 10) {
    digits = digits * 10 + digit;
    digit = <u32>load<u8>(++p) - 48;
  }
  let count = <i32>(p - first);
  if (count == 0) return NaN;
  if (digit == 0xfffffffe) {
    p++;
    const firstDecimal = p;
    eight = load<u64>(p);
    if (areDigits(eight)) {
      digits = digits * 100000000 + eightDigits(eight);
      p += 8;
      eight = load<u64>(p);
      if (areDigits(eight)) {
        digits = digits * 100000000 + eightDigits(eight);
        p += 8;
      }
    }
    digit = <u32>load<u8>(p) - 48;
    while (digit < 10) {
      digits = digits * 10 + digit;
      digit = <u32>load<u8>(++p) - 48;
    }
    exponent = -(<i32>(p - firstDecimal));
    if (exponent == 0) return NaN;
    count -= exponent;
  }
  if (((digit + 48) | 32) == 101) {
    p++;
    const sign = load<u8>(p);
    if (sign == 43 || sign == 45) p++;
    const firstOfExponent = p;
    let written: i32 = 0;
    digit = <u32>load<u8>(p) - 48;
    while (digit < 10) {
      if (written < 10000) written = written * 10 + digit;
      digit = <u32>load<u8>(++p) - 48;
    }
    if (p == firstOfExponent) return NaN;
    exponent += sign == 45 ? -written : written;
  }
  if (load<u8>(p) != 34) return NaN;
  decimalEnd = p;
  if (count > mostDigits) {
    count -= leadingZeros(first);
    if (count > MOST_DIGITS_OF_64_BITS) return NaN;
    while (count > mostDigits) {
      if (digits % 10 != 0) return NaN;
      digits /= 10;
      exponent++;
      count--;
    }
  }
  const value = scaled(digits, exponent);
  return negative ? -value : value;
}

/** `digits` times ten to the power of `exponent`. */
function scaled(digits: u64, exponent: i32): f64 {
  if (digits == 0) return 0;
  if (digits <= LARGEST_EXACT && exponent <= LONGEST_EXACT_POWER && exponent >= -LONGEST_EXACT_POWER) {
    // Both are exact, so one operation rounds correctly (Clinger's fast path).
    return exponent < 0 ? <f64>digits / powerOfTen(-exponent) : <f64>digits * powerOfTen(exponent);
  }
  return eiselLemire(digits, exponent);
}

/** Zeros at the beginning are not significant. */
function leadingZeros(first: usize): i32 {
  let zeros: i32 = 0;
  let p = first;
  let byte = load<u8>(p);
  while (byte == 48 || byte == 46) {
    if (byte == 48) zeros++;
    byte = load<u8>(++p);
  }
  return zeros;
}

let high: u64 = 0;

/** The lower half of a product of 128 bits; `high` gets the upper one. */
// @ts-expect-error: decorator
@inline function multiply(a: u64, b: u64): u64 {
  const a0 = a & 0xffffffff;
  const a1 = a >> 32;
  const b0 = b & 0xffffffff;
  const b1 = b >> 32;
  const low = a0 * b0;
  const left = a0 * b1;
  const right = a1 * b0;
  const middle = (low >> 32) + (left & 0xffffffff) + (right & 0xffffffff);
  high = a1 * b1 + (left >> 32) + (right >> 32) + (middle >> 32);
  return (middle << 32) | (low & 0xffffffff);
}

/**
 * Daniel Lemire, "Number Parsing at a Gigabyte per Second" (2021), algorithm 1, with the ranges of its section 5.
 * NaN for what it does not decide: subnormal and infinite results, and products too close to the middle of two doubles.
 */
function eiselLemire(digits: u64, exponent: i32): f64 {
  if (exponent < -342 || exponent > 308) return NaN;
  const zeros = <i32>clz(digits);
  const normalised = digits << zeros;
  const power = powerOfFive(exponent);
  let low = multiply(normalised, load<u64>(power));
  let upper = high;
  if ((upper & 0x1ff) == 0x1ff) {
    multiply(normalised, load<u64>(power, 8));
    const more = high;
    low += more;
    if (more > low) upper++;
  }
  if (low == 0xffffffffffffffff && (exponent < -27 || exponent > 55)) return NaN;
  const upperBit = <i32>(upper >> 63);
  const shift = upperBit + 9;
  let mantissa = upper >> shift;
  let binaryExponent = ((217706 * exponent) >> 16) + 63 + upperBit - zeros + 1023;
  if (binaryExponent <= 0) return NaN;
  if (low <= 1 && exponent >= -4 && exponent <= 23 && (mantissa & 3) == 1 && mantissa << shift == upper) mantissa &= ~(<u64>1);
  mantissa += mantissa & 1;
  mantissa >>= 1;
  if (mantissa >= (<u64>2) << 52) {
    mantissa = (<u64>1) << 52;
    binaryExponent++;
  }
  if (binaryExponent >= 0x7ff) return NaN;
  return reinterpret<f64>((mantissa & ~((<u64>1) << 52)) | ((<u64>binaryExponent) << 52));
}

/** True if all eight bytes are digits. */
// @ts-expect-error: decorator
@inline function areDigits(eight: u64): bool {
  return ((eight & 0xf0f0f0f0f0f0f0f0) | (((eight + 0x0606060606060606) & 0xf0f0f0f0f0f0f0f0) >> 4)) == 0x3333333333333333;
}

/** The number of eight digits, by three multiplications. */
// @ts-expect-error: decorator
@inline function eightDigits(eight: u64): u64 {
  let v = eight - 0x3030303030303030;
  v = v * 10 + (v >> 8);
  return (((v & 0x000000ff000000ff) * 0x000f424000000064) + (((v >> 16) & 0x000000ff000000ff) * 0x0000271000000001)) >> 32;
}
