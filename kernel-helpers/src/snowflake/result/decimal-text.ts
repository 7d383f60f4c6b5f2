/** Powers of ten that a double holds exactly. */
const EXACT_POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

/** With this many digits the digits themselves are exact, so one multiplication or division rounds correctly. */
const MAX_EXACT_DIGITS = 15;

const ZERO = 48;
const POINT = 46;
const MINUS = 45;

/**
 * Reads the decimal number in `bytes[start, end)` to the nearest double.
 * Short numbers are read digit by digit (Clinger's fast path); all others by JavaScript's own `Number`.
 * @returns undefined when the text is no number of Snowflake's.
 */
export function parseDecimal(bytes: Buffer, start: number, end: number): number | undefined {
  let position = start;
  const negative = bytes[position] === MINUS;
  if (negative) position += 1;
  const firstDigit = position;
  let digits = 0;
  let decimals = -1;
  for (; position < end; position += 1) {
    const byte = bytes[position];
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) {
      digits = digits * 10 + digit;
      if (decimals >= 0) decimals += 1;
    } else if (byte === POINT && decimals < 0 && position > firstDigit) {
      decimals = 0;
    } else {
      return parseUnusual(bytes, start, end);
    }
  }
  const length = end - firstDigit;
  // Leading zeros make a text look longer than it is; they only cost the slow path.
  const isShort = length > 0 && (decimals < 0 ? length : length - 1) <= MAX_EXACT_DIGITS && decimals !== 0;
  if (!isShort) return parseUnusual(bytes, start, end);
  const value = decimals <= 0 ? digits : digits / EXACT_POWERS_OF_TEN[decimals];
  return negative ? -value : value;
}

const DECIMAL = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

function parseUnusual(bytes: Buffer, start: number, end: number): number | undefined {
  const text = bytes.toString('latin1', start, end);
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
