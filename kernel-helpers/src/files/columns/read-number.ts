import { CODE, FRACTION, LONG, LONG_FRACTION, LONGER, TEXT, WHOLE } from './value-forms';

const ZERO = 48;
const NINE = 57;
const POINT = 46;
const SPACE = 32;
const MINUS = 45;
const PLUS = 43;
const LOWER = 32;
const E = 101;
/** A double holds every whole number of so many digits, and every power of ten up to 22: one rounding, so it is exact. */
const EXACT_DIGITS = 15;
const MAX_POWER = 22;
/** Every double has a shortest text of at most so many digits. */
const DIGITS_OF_DOUBLE = 17;
const MAX_DIGITS = 38;
/** Digits of which two doubles hold every whole number. */
const DIGITS_OF_TWO = 19;
/** So many digits are a whole number of 64 bits, whatever they are. */
const DIGITS_OF_LONG = 18;
/** Halves a double, so that the product of two halves is exact (T. J. Dekker, 1971). */
const SPLITTER = 2 ** 27 + 1;
/** How far the tail of a result may be from its exact value, as a share of it: some rounding errors of 2 ** -53. */
const DOUBT = 2 ** -48;
const POWERS = Float64Array.from({ length: MAX_POWER + 1 }, (_, power) => Number(`1e${power}`));

const WORDS: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['nan', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
]);
const LONGEST_WORD = 9;

/** Reads numbers from bytes: the form is returned, the nearest number lies in `value`. */
export class NumberReader {
  value = 0;

  /** @param point the byte between whole and fraction: that of `.` or `,`. */
  constructor(private readonly point: number = POINT) {}

  read(bytes: Buffer, start: number, end: number): number {
    let from = start;
    let to = end;
    while (from < to && bytes[from] === SPACE) from += 1;
    while (to > from && bytes[to - 1] === SPACE) to -= 1;
    let at = from;
    const isNegative = bytes[at] === MINUS;
    if (isNegative) at += 1;
    const first = at;
    let mantissa = 0;
    let digits = 0;
    let fraction = -1;
    let count = 0;
    /** The digits after the first 15, and how many they are. */
    let tail = 0;
    let tailDigits = 0;
    for (; at < to; at += 1) {
      const byte = bytes[at];
      if (byte >= ZERO && byte <= NINE) {
        count += 1;
        if (digits > 0 || byte !== ZERO) digits += 1;
        if (digits <= EXACT_DIGITS) mantissa = mantissa * 10 + byte - ZERO;
        else if (digits <= DIGITS_OF_TWO) {
          tail = tail * 10 + byte - ZERO;
          tailDigits += 1;
        }
        if (fraction >= 0) fraction += 1;
      } else if (byte === this.point && fraction < 0) fraction = 0;
      else break;
    }
    if (count === 0) return this.#word(bytes, from, to);
    const isCode = bytes[first] === ZERO && bytes[first + 1] >= ZERO && bytes[first + 1] <= NINE && first + 1 < to;
    let exponent = 0;
    const hasExponent = at < to && (bytes[at] | LOWER) === E;
    if (hasExponent) {
      at += 1;
      const sign = bytes[at];
      if (sign === MINUS || sign === PLUS) at += 1;
      if (at === to) return TEXT;
      for (; at < to; at += 1) {
        const byte = bytes[at];
        if (byte < ZERO || byte > NINE) return TEXT;
        exponent = exponent * 10 + byte - ZERO;
      }
      if (sign === MINUS) exponent = -exponent;
    }
    if (at < to) return TEXT;
    const power = exponent - Math.max(fraction, 0);
    const isWhole = fraction < 0 && !hasExponent;
    if (digits <= EXACT_DIGITS && power >= -MAX_POWER && power <= MAX_POWER) {
      const size = power < 0 ? mantissa / POWERS[-power] : mantissa * POWERS[power];
      this.value = isNegative ? -size : size;
      if (isCode) return CODE;
      return isWhole && !(isNegative && size === 0) ? WHOLE : FRACTION;
    }
    if (digits > EXACT_DIGITS && digits <= DIGITS_OF_TWO && power >= -MAX_POWER && power <= MAX_POWER) {
      const size = scaled(mantissa, tail, tailDigits, power);
      // A whole number of 19 digits may need more than 64 bits, and a double next to 2 ** 53 is looked at digit by digit.
      const isSure = !isWhole || (digits <= DIGITS_OF_LONG && Math.abs(size - 2 ** 53) > 2);
      if (!Number.isNaN(size) && isSure) {
        this.value = isNegative ? -size : size;
        if (isCode) return CODE;
        if (!isWhole) return digits > DIGITS_OF_DOUBLE ? LONG_FRACTION : FRACTION;
        return size < 2 ** 53 ? WHOLE : LONG;
      }
    }
    const form = this.#long(bytes.toString('latin1', from, to), isWhole, digits);
    return isCode && form !== TEXT ? CODE : form;
  }

  #word(bytes: Buffer, from: number, to: number): number {
    if (to - from > LONGEST_WORD) return TEXT;
    const value = WORDS.get(bytes.toString('latin1', from, to));
    if (value === undefined) return TEXT;
    this.value = value;
    return FRACTION;
  }

  #long(text: string, isWhole: boolean, digits: number): number {
    this.value = Number(this.point === POINT ? text : text.replace(',', '.'));
    if (!isWhole) return digits > DIGITS_OF_DOUBLE ? LONG_FRACTION : FRACTION;
    if (Number.isSafeInteger(this.value)) return WHOLE;
    if (digits > MAX_DIGITS) return TEXT;
    const exact = BigInt(text);
    return BigInt.asIntN(64, exact) === exact ? LONG : LONGER;
  }
}

/**
 * The double next to `(head * 10 ** tailDigits + tail) * 10 ** power`, or NaN where rounding errors leave a doubt. The
 * value is computed as a sum of two doubles. It is certain where both ends of the doubt about the smaller one round to the
 * same sum (A. Ziv, 1991).
 */
function scaled(head: number, tail: number, tailDigits: number, power: number): number {
  const shift = POWERS[tailDigits];
  const product = head * shift;
  const productRest = restOfProduct(head, shift, product);
  const whole = product + tail;
  const rest = productRest + (tail - (whole - product));
  let size = whole;
  let small = rest;
  if (power > 0) {
    const scale = POWERS[power];
    size = whole * scale;
    small = restOfProduct(whole, scale, size) + rest * scale;
  } else if (power < 0) {
    const scale = POWERS[-power];
    size = whole / scale;
    const back = size * scale;
    small = (whole - back - restOfProduct(size, scale, back) + rest) / scale;
  }
  const doubt = Math.abs(small) * DOUBT;
  const low = size + (small - doubt);
  return low === size + (small + doubt) ? low : Number.NaN;
}

/** What is left of a product after it was rounded, exactly. */
function restOfProduct(left: number, right: number, product: number): number {
  const leftHigh = SPLITTER * left - (SPLITTER * left - left);
  const leftLow = left - leftHigh;
  const rightHigh = SPLITTER * right - (SPLITTER * right - right);
  const rightLow = right - rightHigh;
  return leftLow * rightLow - (product - leftHigh * rightHigh - leftLow * rightHigh - leftHigh * rightLow);
}
