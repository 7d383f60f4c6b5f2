/** Below this, the sort of JavaScript is as fast. */
const FEWEST_FOR_RADIX = 2048;
const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;
/** A run of numbers whose upper halves are equal is sorted by insertion up to this length. */
const LONG_RUN = 32;

/**
 * The same numbers from the smallest to the largest, NaN last. It sorts the upper halves of their bits by digits, which
 * leaves little to do for most columns.
 * @param spare is used as scratch, and so are the numbers; the result may be in either.
 */
export function sortedNumbers(
  numbers: Float64Array,
  spare: Float64Array = new Float64Array(numbers.length),
): Float64Array {
  if (numbers.length < FEWEST_FOR_RADIX) return numbers.sort();
  const known = withoutNaN(numbers);
  const sorted = sortedByUpperHalves(known, spare);
  sortRuns(sorted);
  if (known.length === numbers.length) return sorted;
  const all = new Float64Array(numbers.length).fill(Number.NaN);
  all.set(sorted);
  return all;
}

function withoutNaN(numbers: Float64Array): Float64Array {
  let count = 0;
  for (let index = 0; index < numbers.length; index += 1) {
    const number = numbers[index];
    if (Number.isNaN(number)) continue;
    if (count < index) numbers[count] = number;
    count += 1;
  }
  return numbers.subarray(0, count);
}

/** Sorts the runs of numbers whose upper halves are equal. */
function sortRuns(numbers: Float64Array): void {
  const halves = new Uint32Array(numbers.buffer, numbers.byteOffset, 2 * numbers.length);
  for (let from = 0; from < numbers.length; ) {
    const upper = halves[2 * from + 1];
    let to = from + 1;
    let isSorted = true;
    while (to < numbers.length && halves[2 * to + 1] === upper) {
      if (numbers[to - 1] > numbers[to]) isSorted = false;
      to += 1;
    }
    if (!isSorted) {
      if (to - from > LONG_RUN) numbers.subarray(from, to).sort();
      else insert(numbers, from, to);
    }
    from = to;
  }
}

function insert(numbers: Float64Array, from: number, to: number): void {
  for (let next = from + 1; next < to; next += 1) {
    const number = numbers[next];
    let place = next;
    while (place > from && numbers[place - 1] > number) {
      numbers[place] = numbers[place - 1];
      place -= 1;
    }
    numbers[place] = number;
  }
}

function sortedByUpperHalves(numbers: Float64Array, spare: Float64Array): Float64Array {
  const { length } = numbers;
  let from: Uint32Array = new Uint32Array(numbers.buffer, numbers.byteOffset, 2 * length);
  let to: Uint32Array = new Uint32Array(spare.buffer, spare.byteOffset, 2 * length);
  const counters = [0, 1, 2].map(() => new Int32Array(DIGITS));
  const [lowest, middle, highest] = counters;
  for (let index = 1; index < 2 * length; index += 2) {
    const upper = ordered(from[index]);
    from[index] = upper;
    lowest[upper & (DIGITS - 1)] += 1;
    middle[(upper >>> DIGIT_BITS) & (DIGITS - 1)] += 1;
    highest[upper >>> (2 * DIGIT_BITS)] += 1;
  }
  counters.forEach((places, digit) => {
    if (places.includes(length)) return;
    let sum = 0;
    for (let value = 0; value < DIGITS; value += 1) {
      const count = places[value];
      places[value] = sum;
      sum += count;
    }
    moveByDigit(from, to, places, digit * DIGIT_BITS);
    [from, to] = [to, from];
  });
  for (let index = 1; index < 2 * length; index += 2) from[index] = restored(from[index]);
  return new Float64Array(from.buffer, from.byteOffset, length);
}

function moveByDigit(from: Uint32Array, to: Uint32Array, places: Int32Array, shift: number): void {
  for (let index = 0; index < from.length; index += 2) {
    const upper = from[index + 1];
    const digit = (upper >>> shift) & (DIGITS - 1);
    const at = places[digit];
    places[digit] = at + 1;
    to[2 * at] = from[index];
    to[2 * at + 1] = upper;
  }
}

/** Turns bits so that they are in the order of the numbers: the sign, and all bits of a negative number. */
function ordered(upper: number): number {
  return (upper ^ ((upper >> 31) | 0x80000000)) >>> 0;
}

function restored(bits: number): number {
  return (bits ^ ((~bits >> 31) | 0x80000000)) >>> 0;
}
