/** Below this, the sort of JavaScript is as fast. */
const FEWEST_FOR_RADIX = 2048;
const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;
/** The third digit has the bits that are left. */
const HIGHEST_DIGIT = 2 ** (32 - 2 * DIGIT_BITS) - 1;
/** A run of numbers whose upper halves are equal is sorted by insertion up to this length. */
const LONG_RUN = 32;

/**
 * The same numbers from the smallest to the largest, NaN last. It sorts the upper halves of their bits by digits, which
 * leaves little to do for most columns.
 * @param to takes numbers, and is as long.
 * @param spare is as long too. Without it, the numbers themselves are changed.
 * @returns `to` or `spare`.
 */
export function sortedNumbers(
  numbers: Float64Array,
  to: Float64Array = new Float64Array(numbers.length),
  spare: Float64Array = numbers,
): Float64Array {
  if (numbers.length < FEWEST_FOR_RADIX) {
    to.set(numbers);
    return to.sort();
  }
  const counts = countDigits(numbers);
  if (!mayCountNaN(counts)) return sortedByDigits(numbers, counts, to, spare);
  const known = copyWithoutNaN(numbers, to);
  const sorted = sortedByDigits(known, countDigits(known), spare.subarray(0, known.length), known);
  return (sorted === known ? to : spare).fill(Number.NaN, known.length);
}

function copyWithoutNaN(numbers: Float64Array, to: Float64Array): Float64Array {
  let count = 0;
  for (let index = 0; index < numbers.length; index += 1) {
    const number = numbers[index];
    if (Number.isNaN(number)) continue;
    to[count] = number;
    count += 1;
  }
  return to.subarray(0, count);
}

/** Sorts the runs of numbers whose upper halves are equal. */
function sortRuns(numbers: Float64Array): void {
  const halves = halvesOf(numbers);
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

/** How often each value of each digit of the upper halves is there, the lowest digit first. */
type DigitCounts = readonly [Int32Array, Int32Array, Int32Array];

function countDigits(numbers: Float64Array): DigitCounts {
  const halves = halvesOf(numbers);
  const lowest = new Int32Array(DIGITS);
  const middle = new Int32Array(DIGITS);
  const highest = new Int32Array(DIGITS);
  for (let index = 1; index < halves.length; index += 2) {
    const upper = ordered(halves[index]);
    lowest[upper & (DIGITS - 1)] += 1;
    middle[(upper >>> DIGIT_BITS) & (DIGITS - 1)] += 1;
    highest[upper >>> (2 * DIGIT_BITS)] += 1;
  }
  return [lowest, middle, highest];
}

/** NaN has a sign too: it is among the numbers with the largest or the smallest highest digit. */
function mayCountNaN([, , highest]: DigitCounts): boolean {
  return highest[0] > 0 || highest[HIGHEST_DIGIT] > 0;
}

function sortedByDigits(
  numbers: Float64Array,
  counts: DigitCounts,
  to: Float64Array,
  spare: Float64Array,
): Float64Array {
  let [from, next, other] = [numbers, to, spare];
  counts.forEach((places, digit) => {
    if (places.includes(numbers.length)) return;
    let sum = 0;
    for (let value = 0; value < DIGITS; value += 1) {
      const count = places[value];
      places[value] = sum;
      sum += count;
    }
    moveByDigit(halvesOf(from), halvesOf(next), places, digit * DIGIT_BITS);
    from = next;
    [next, other] = [other, next];
  });
  if (from === numbers) {
    to.set(numbers);
    from = to;
  }
  sortRuns(from);
  return from;
}

/** @param places where the next number with each value of the digit comes to. */
function moveByDigit(from: Int32Array, to: Int32Array, places: Int32Array, shift: number): void {
  for (let index = 0; index < from.length; index += 2) {
    const upper = from[index + 1];
    const digit = (ordered(upper) >>> shift) & (DIGITS - 1);
    const at = places[digit];
    places[digit] = at + 1;
    to[2 * at] = from[index];
    to[2 * at + 1] = upper;
  }
}

function halvesOf(numbers: Float64Array): Int32Array {
  return new Int32Array(numbers.buffer, numbers.byteOffset, 2 * numbers.length);
}

/** Turns bits so that they are in the order of the numbers: the sign, and all bits of a negative number. */
function ordered(upper: number): number {
  return upper ^ ((upper >> 31) | 0x80000000);
}
