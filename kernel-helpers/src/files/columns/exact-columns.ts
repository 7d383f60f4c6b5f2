import { InternalError } from '../../errors';
import type { Column } from '../../table/table';
import { isoTime } from '../../values/iso-time';

const MILLISECONDS_A_DAY = 86_400_000;
const MAX_NUMBER_DIGITS = 15;

/*
 * Columns of values as typed files hold them: whole numbers of units, without a rounded form between.
 */

export interface ColumnBase {
  readonly name: string;
  readonly nullable: boolean;
  readonly nulls?: Uint8Array;
}

export function isMissing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** True for a whole number that is not exact as a number, with all decimals that it may have. */
export function isLong(whole: bigint): boolean {
  return whole > MAX_SAFE || whole < -MAX_SAFE;
}

const MAX_SAFE = 10n ** BigInt(MAX_NUMBER_DIGITS) - 1n;

export function numberOrNaN(value: unknown): number {
  return isMissing(value) ? Number.NaN : Number(value);
}

export function wholeOf(value: unknown): bigint | number {
  if (typeof value === 'bigint' || typeof value === 'number') return value;
  throw new InternalError(`A file gave ${typeof value} where a whole number was expected.`);
}

export function hexadecimal(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex').toUpperCase();
}

export function timestamps(
  base: ColumnBase,
  values: readonly unknown[],
  nanosecondsAUnit: bigint,
  timeZone: string | undefined,
): Column {
  const milliseconds = new Float64Array(values.length);
  const nanoseconds = new Int32Array(values.length);
  values.forEach((value, row) => {
    if (isMissing(value)) return;
    const whole = wholeOf(value);
    const point = BigInt(whole) * nanosecondsAUnit;
    const rest = ((point % 1_000_000n) + 1_000_000n) % 1_000_000n;
    milliseconds[row] = Number((point - rest) / 1_000_000n);
    nanoseconds[row] = Number(rest);
  });
  return {
    ...base,
    kind: 'timestamp',
    type: timeZone !== undefined ? 'TIMESTAMP_LTZ(9)' : 'TIMESTAMP_NTZ(9)',
    values: milliseconds,
    ...(nanoseconds.some((value) => value !== 0) && { nanoseconds }),
    ...(timeZone !== undefined && { timeZone }),
  };
}

/** A time of day, as Snowflake writes it. */
export function clock(nanoseconds: bigint): string {
  const rest = Number(nanoseconds % 1_000_000n);
  const milliseconds = Number(nanoseconds / 1_000_000n) % MILLISECONDS_A_DAY;
  return isoTime({ milliseconds, nanoseconds: rest }).replace(/^.*[T ]/, '');
}

/** Whole numbers of 64 bits: numbers where these hold all values. `isLong` says that others of the same column need more. */
export function wholeNumbers(
  base: ColumnBase,
  wholes: readonly bigint[],
  { isLong: needsMore, isUnsigned }: { readonly isLong: boolean; readonly isUnsigned: boolean },
): Column {
  if (!needsMore && !wholes.some(isLong)) {
    return { ...base, kind: 'number', type: 'NUMBER(19,0)', values: numbersOf(base, wholes, 1) };
  }
  if (isUnsigned) return { ...base, kind: 'decimal', type: 'NUMBER(38,0)', scale: 0, values: wholes };
  return { ...base, kind: 'bigint', type: 'NUMBER(19,0)', values: BigInt64Array.from(wholes) };
}

/** Decimals, given without their point: numbers where these hold all values. */
export function decimals(
  base: ColumnBase,
  wholes: readonly bigint[],
  {
    isLong: needsMore,
    precision,
    scale,
  }: { readonly isLong: boolean; readonly precision: number; readonly scale: number },
): Column {
  const type = `NUMBER(${Math.min(38, precision)},${scale})`;
  const isNumber = precision <= MAX_NUMBER_DIGITS || !(needsMore || wholes.some(isLong));
  if (!isNumber) return { ...base, kind: 'decimal', type, scale, values: wholes };
  return { ...base, kind: 'number', type, ...(scale > 0 && { scale }), values: numbersOf(base, wholes, 10 ** scale) };
}

function numbersOf({ nulls }: ColumnBase, wholes: readonly bigint[], power: number): Float64Array {
  return Float64Array.from(wholes, (whole, row) => (nulls?.[row] === 1 ? Number.NaN : Number(whole) / power));
}
