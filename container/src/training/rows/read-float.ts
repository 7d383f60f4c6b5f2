/** Powers of ten that a double holds exactly. */
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const LARGEST_POWER = 22;
/** Up to this many digits, one multiplication or division by an exact power rounds correctly (Clinger's fast path). */
const EXACT_DIGITS = 15;
/** Up to this many, the value is off by less than 16 units in the last place: each digit after the 15th adds one at most. */
const MOST_DIGITS = 24;

/** The 29 last bits of a double decide how it is rounded to 32 bits; at this value it lies in the middle of two. */
const MIDDLE = 0x10000000;
const LAST_BITS = 0x1fffffff;
const UNITS_FROM_MIDDLE = 64;

const double = new Float64Array(1);
const lowWord = new Uint32Array(double.buffer);
const LOW = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 0 : 1;

const ZERO = 48;
const NINE = 57;
const POINT = 46;
const MINUS = 45;
const PLUS = 43;
const QUOTE = 34;
const E = 101;
const LOWER_CASE = 32;

export const NOT_READ = -1;

/**
 * Reads the number that begins at `start` and ends before a quote as 32 bits into `values[row]`, in one pass over its
 * digits. The result is `Math.fround(Number(text))`, also where this way of reading is not exact to the last digit:
 * then the nearest 32 bits are the same unless the value lies near the middle of two, and such a value is NOT_READ.
 * @returns the place after the quote. NOT_READ for everything else: words, damage, more digits, large exponents.
 */
export function readFloat(bytes: Uint8Array, start: number, values: Float32Array, row: number): number {
  let position = start;
  let byte = bytes[position];
  const isNegative = byte === MINUS;
  if (isNegative) byte = bytes[++position];
  const first = position;
  let digits = 0;
  while (byte >= ZERO && byte <= NINE) {
    digits = digits * 10 + (byte - ZERO);
    byte = bytes[++position];
  }
  let length = position - first;
  if (length === 0) return NOT_READ;
  let exponent = 0;
  if (byte === POINT) {
    const point = position;
    byte = bytes[++position];
    while (byte >= ZERO && byte <= NINE) {
      digits = digits * 10 + (byte - ZERO);
      byte = bytes[++position];
    }
    exponent = point + 1 - position;
    if (exponent === 0) return NOT_READ;
    length -= exponent;
  }
  if ((byte | LOWER_CASE) === E) {
    byte = bytes[++position];
    const isSmall = byte === MINUS;
    if (isSmall || byte === PLUS) byte = bytes[++position];
    const firstOfPower = position;
    let power = 0;
    while (byte >= ZERO && byte <= NINE) {
      power = power * 10 + (byte - ZERO);
      byte = bytes[++position];
    }
    if (position === firstOfPower) return NOT_READ;
    exponent += isSmall ? -power : power;
  }
  if (byte !== QUOTE || length > MOST_DIGITS || exponent > LARGEST_POWER || exponent < -LARGEST_POWER) return NOT_READ;
  const value = exponent < 0 ? digits / POWERS_OF_TEN[-exponent] : digits * POWERS_OF_TEN[exponent];
  if (length > EXACT_DIGITS) {
    double[0] = value;
    if (Math.abs((lowWord[LOW] & LAST_BITS) - MIDDLE) < UNITS_FROM_MIDDLE) return NOT_READ;
  }
  values[row] = isNegative ? -value : value;
  return position + 1;
}
