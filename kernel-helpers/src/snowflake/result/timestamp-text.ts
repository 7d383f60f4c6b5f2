const ZERO = 48;
const NINE = 57;
const POINT = 46;
const MINUS = 45;
const SPACE = 32;

/** More seconds than this many digits are beyond every calendar. */
const MAX_SECOND_DIGITS = 12;
const FRACTION_DIGITS = 9;
const NANOSECONDS_A_MILLISECOND = 1_000_000;
/** TIMESTAMP_TZ sends its offset in minutes plus a day (`snowflake-sdk/dist/lib/connection/result/column.js`). */
const OFFSET_OF_UTC = 1440;

/** Where the parts of a timestamp are written; `offsets` where the type has them. */
export interface TimestampTarget {
  readonly values: Float64Array;
  readonly nanoseconds: Int32Array;
  readonly offsets?: Int16Array;
}

/**
 * Reads seconds since 1970 with up to nine decimals, `-1.000000001` or `1711845000.000000000 1560`, into one row.
 * @returns false for a text of another form.
 */
export function readTimestamp(
  target: TimestampTarget,
  row: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  let position = start;
  const negative = bytes[position] === MINUS;
  if (negative) position += 1;
  const firstDigit = position;
  let seconds = 0;
  for (; position < end && isDigit(bytes[position]); position += 1) seconds = seconds * 10 + bytes[position] - ZERO;
  if (position === firstDigit || position - firstDigit > MAX_SECOND_DIGITS) return false;
  let fraction = 0;
  if (position < end && bytes[position] === POINT) {
    position += 1;
    const firstDecimal = position;
    for (; position < end && isDigit(bytes[position]); position += 1) fraction = fraction * 10 + bytes[position] - ZERO;
    const decimals = position - firstDecimal;
    if (decimals === 0 || decimals > FRACTION_DIGITS) return false;
    fraction *= 10 ** (FRACTION_DIGITS - decimals);
  }
  const offset = target.offsets === undefined ? undefined : readOffset(bytes, position, end);
  if (target.offsets !== undefined) {
    if (offset === undefined) return false;
    target.offsets[row] = offset;
  } else if (position !== end) return false;
  writePoint(target, row, seconds, negative ? 0 - fraction : fraction, negative);
  return true;
}

/** Nanoseconds count forward from the millisecond before them, also before 1970. */
function writePoint(target: TimestampTarget, row: number, seconds: number, fraction: number, negative: boolean): void {
  const milliseconds = Math.floor(fraction / NANOSECONDS_A_MILLISECOND);
  target.values[row] = (negative ? 0 - seconds : seconds) * 1000 + milliseconds;
  target.nanoseconds[row] = fraction - milliseconds * NANOSECONDS_A_MILLISECOND;
}

function readOffset(bytes: Uint8Array, start: number, end: number): number | undefined {
  if (bytes[start] !== SPACE || end - start < 2 || end - start > 5) return undefined;
  let minutes = 0;
  for (let position = start + 1; position < end; position += 1) {
    if (!isDigit(bytes[position])) return undefined;
    minutes = minutes * 10 + bytes[position] - ZERO;
  }
  return minutes - OFFSET_OF_UTC;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}
