/** With this many significant digits, every decimal is the shortest text of some double. */
const EXACT_DIGITS_OF_DOUBLE = 15;
/** The largest power of ten that a double holds exactly. */
const MAX_EXACT_POWER = 22;
const ZERO = 48;

const DECIMAL_TEXT = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/**
 * The digits of a decimal as a whole number, `1.10` with scale 3 is 1100n; undefined for a text that is not a decimal,
 * and for one with more decimals than the scale.
 */
export function unscaledDigits(text: string, scale: number): bigint | undefined {
  const match = DECIMAL_TEXT.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = whole + fraction;
  const shift = scale - fraction.length + Number(exponent);
  if (shift < 0 && /[1-9]/.test(digits.slice(shift))) return undefined;
  const size = BigInt(shift < 0 ? digits.slice(0, shift) || '0' : digits + '0'.repeat(shift));
  return sign === '-' ? -size : size;
}

/** Plain digits with as many decimals as the scale says: 110n with scale 2 is `1.10`. */
export function decimalText(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? '-' : '';
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The number that holds exactly these digits; undefined where a number is not enough. */
export function exactNumber(unscaled: bigint, scale: number): number | undefined {
  const number = Number(decimalText(unscaled, scale));
  if (scale === 0) return Number.isSafeInteger(number) ? number : undefined;
  const digits = String(unscaled).replace('-', '').replace(/0+$/, '');
  if (digits.length <= EXACT_DIGITS_OF_DOUBLE) return number;
  return unscaledDigits(String(number), scale) === unscaled ? number : undefined;
}

const PLAIN_DECIMAL = /^-?\d+(?:\.(\d+))?$/;
const MAX_DIGITS_OF_SHORTEST_TEXT = 17;

/**
 * Reads a decimal with at most as many decimals as the scale: as a number where one holds all digits, otherwise as its
 * digits without the point; undefined for any other text.
 */
export function readDecimal(text: string, scale: number): number | bigint | undefined {
  const match = PLAIN_DECIMAL.exec(text);
  if (match === null) return undefined;
  const decimals = match[1]?.length ?? 0;
  const trimmed = decimals === 0 ? text : text.replace(/\.?0+$/, '');
  const digits = significantDigits(trimmed);
  if (digits <= EXACT_DIGITS_OF_DOUBLE) return Number(text);
  if (digits <= MAX_DIGITS_OF_SHORTEST_TEXT) {
    const number = Number(text);
    const isExact = decimals === 0 ? Number.isSafeInteger(number) : String(number) === trimmed;
    if (isExact) return number;
  }
  return decimals === scale ? BigInt(text.replace('.', '')) : unscaledDigits(text, scale);
}

function significantDigits(text: string): number {
  let first = 0;
  while (first < text.length && !(text.charCodeAt(first) > ZERO)) first += 1;
  const point = text.indexOf('.');
  return text.length - first - (point > first ? 1 : 0);
}

/** The digits without the point of a number that holds a decimal of that scale; undefined where it has more decimals. */
export function unscaledNumber(value: number, scale: number): bigint | undefined {
  if (scale <= MAX_EXACT_POWER) {
    const power = 10 ** scale;
    const digits = Math.round(value * power);
    if (Math.abs(digits) < 10 ** EXACT_DIGITS_OF_DOUBLE && digits / power === value) return BigInt(digits);
  }
  return unscaledDigits(String(value), scale);
}

/** A number with the decimals of its column: 1.1 with scale 2 is `1.10`. */
export function numberWithScale(value: number, scale: number): string {
  const unscaled = unscaledNumber(value, scale);
  return unscaled === undefined ? String(value) : decimalText(unscaled, scale);
}
