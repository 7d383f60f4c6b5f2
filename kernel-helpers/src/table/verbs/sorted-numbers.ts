/** Below this, the sort of JavaScript is as fast. */
const FEWEST_FOR_RADIX = 4096;
const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;

/** The same numbers from the smallest to the largest, NaN last; -0 counts as 0. The given array may be used as scratch. */
export function sortedNumbers(numbers: Float64Array): Float64Array {
  if (numbers.length < FEWEST_FOR_RADIX) return numbers.sort();
  const { length } = numbers;
  const source = new Uint32Array(numbers.buffer, numbers.byteOffset, 2 * length);
  const counters = new Int32Array(6 * DIGITS);
  for (let index = 0; index < 2 * length; index += 2) {
    const negative = (source[index + 1] | 0) >> 31;
    const low = source[index] ^ negative;
    const high = source[index + 1] ^ (negative | 0x80000000);
    source[index] = low;
    source[index + 1] = high;
    counters[low & 2047] += 1;
    counters[DIGITS + ((low >>> 11) & 2047)] += 1;
    counters[2 * DIGITS + (low >>> 22)] += 1;
    counters[3 * DIGITS + (high & 2047)] += 1;
    counters[4 * DIGITS + ((high >>> 11) & 2047)] += 1;
    counters[5 * DIGITS + (high >>> 22)] += 1;
  }
  let from: Uint32Array = source;
  let to: Uint32Array = new Uint32Array(2 * length);
  for (let digit = 0; digit < 6; digit += 1) {
    const places = counters.subarray(digit * DIGITS, (digit + 1) * DIGITS);
    if (places.includes(length)) continue;
    let sum = 0;
    for (let value = 0; value < DIGITS; value += 1) {
      const count = places[value];
      places[value] = sum;
      sum += count;
    }
    const half = digit < 3 ? 0 : 1;
    const shift = DIGIT_BITS * (digit % 3);
    for (let index = 0; index < 2 * length; index += 2) {
      const value = (from[index + half] >>> shift) & (DIGITS - 1);
      const at = 2 * places[value];
      places[value] += 1;
      to[at] = from[index];
      to[at + 1] = from[index + 1];
    }
    [from, to] = [to, from];
  }
  for (let index = 0; index < 2 * length; index += 2) {
    const negative = ~(from[index + 1] | 0) >> 31;
    from[index] ^= negative;
    from[index + 1] ^= negative | 0x80000000;
  }
  return new Float64Array(from.buffer, from.byteOffset, length);
}
