const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const MOST_DIGITS = 9;
const ZERO = 48;
const MINUS = 45;
const POINT = 46;

/**
 * Writes the shortest text that gives the same 32-bit number again (0.1, not 0.10000000149011612), and gives the place
 * after it. Six to nine digits are tried: a power of ten up to 22 is exact in 64 bits, so the check is exact, too.
 */
export function writeFloat(bytes: Uint8Array, start: number, value: number): number {
  const size = Math.abs(value);
  if (!(size >= 1e-6 && size < 1e9)) return writeAscii(bytes, start, size === 0 ? '0' : String(shortest(value)));
  let exponent = 0;
  if (size >= 1) while (size >= POWERS_OF_TEN[exponent + 1]) exponent += 1;
  else while (size * POWERS_OF_TEN[-exponent] < 1) exponent -= 1;
  for (let decimals = Math.max(0, 5 - exponent); decimals < MOST_DIGITS - exponent; decimals += 1) {
    const digits = Math.round(size * POWERS_OF_TEN[decimals]);
    if (Math.fround(digits / POWERS_OF_TEN[decimals]) === size) {
      let at = start;
      if (value < 0) bytes[at++] = MINUS;
      return writeDecimal(bytes, at, digits, decimals);
    }
  }
  return writeAscii(bytes, start, String(value));
}

/** Writes `digits` with so many of them after the point, without zeros at the end. */
function writeDecimal(bytes: Uint8Array, start: number, digits: number, decimals: number): number {
  // At most nine digits, so 32 bits hold them: V8 divides those several times faster.
  let left = digits | 0;
  let places = decimals;
  while (places > 0 && left % 10 === 0) {
    left = (left / 10) | 0;
    places -= 1;
  }
  let length = places + 1;
  while (left >= POWERS_OF_TEN[length]) length += 1;
  const end = start + length + (places > 0 ? 1 : 0);
  for (let at = end - 1, place = 0; at >= start; at -= 1, place += 1) {
    if (place === places && places > 0) bytes[at--] = POINT;
    const rest = (left / 10) | 0;
    bytes[at] = ZERO + (left - 10 * rest);
    left = rest;
  }
  return end;
}

function writeAscii(bytes: Uint8Array, start: number, text: string): number {
  for (let index = 0; index < text.length; index += 1) bytes[start + index] = text.charCodeAt(index);
  return start + text.length;
}

/** The same by trial, for numbers that are very small, very large or not finite. */
function shortest(value: number): number {
  for (let digits = 1; digits <= MOST_DIGITS; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}
