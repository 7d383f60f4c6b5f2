/** Powers of ten that a double holds exactly. */
const EXACT_POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

/** Up to this many digits, the digits themselves are exact, so one division rounds correctly (Clinger's fast path). */
const MAX_EXACT_DIGITS = 15;

const ZERO = 48;
const POINT = 46;
const MINUS = 45;
const QUOTE = 34;

/** What `plainDecimal` returns for a text that it does not read; Snowflake's word `NaN` is such a text. */
export const NOT_PLAIN = Number.NaN;

/**
 * Reads a short decimal number, such as `-12.5`, that begins at `start` and ends before a quote, digit by digit.
 * Everything else (more digits, exponents, words, damage) is NOT_PLAIN and goes to `decimalOf`.
 */
export function plainDecimal(bytes: Uint8Array, start: number): number {
  let position = start;
  const negative = bytes[position] === MINUS;
  if (negative) position += 1;
  const first = position;
  let digits = 0;
  let byte = bytes[position];
  while (byte >= ZERO && byte <= 57) {
    digits = digits * 10 + byte - ZERO;
    position += 1;
    byte = bytes[position];
  }
  let length = position - first;
  if (length === 0) return NOT_PLAIN;
  let decimals = 0;
  if (byte === POINT) {
    const firstDecimal = position + 1;
    do {
      position += 1;
      byte = bytes[position];
      if (byte < ZERO || byte > 57) break;
      digits = digits * 10 + byte - ZERO;
    } while (position < bytes.length);
    decimals = position - firstDecimal;
    if (decimals === 0) return NOT_PLAIN;
    length += decimals;
  }
  // Leading zeros make a text look longer than it is; such a text only takes the slower way.
  if (byte !== QUOTE || length > MAX_EXACT_DIGITS) return NOT_PLAIN;
  const value = decimals === 0 ? digits : digits / EXACT_POWERS_OF_TEN[decimals];
  return negative ? -value : value;
}

const DECIMAL = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** The nearest double of a decimal text, or the value of a word such as `inf`; undefined for any other text. */
export function decimalOf(text: string): number | undefined {
  if (DECIMAL.test(text)) return Number(text);
  switch (text.toLowerCase()) {
    case 'nan':
      return Number.NaN;
    case 'inf':
    case 'infinity':
      return Number.POSITIVE_INFINITY;
    case '-inf':
    case '-infinity':
      return Number.NEGATIVE_INFINITY;
    default:
      return undefined;
  }
}
