import { UserError } from '../errors';
import { Decimal } from '../values/decimal';
import { unscaledDigits } from '../values/decimal-digits';
import { largestOf } from '../values/extremes';
import type { BigIntColumn, DecimalColumn } from './table';

/** Digits that a NUMBER of Snowflake can have (docs.snowflake.com, "Numeric data types"). */
const MAX_DIGITS = 38;

interface ColumnBase {
  readonly name: string;
  readonly nullable: boolean;
  readonly nulls?: Uint8Array;
}

/** A column of whole numbers: of 64 bits where they are enough, decimals without a fraction otherwise. */
export function wholeColumn(base: ColumnBase, cells: readonly unknown[]): BigIntColumn | DecimalColumn {
  const values = cells.map((cell) => wholeNumber(base.name, cell));
  if (values.every((value) => BigInt.asIntN(64, value) === value)) {
    return { ...base, kind: 'bigint', type: 'NUMBER(19,0)', values: BigInt64Array.from(values) };
  }
  return { ...base, kind: 'decimal', ...sized(base.name, values, 0) };
}

/** A column of decimals and numbers, as `toRows()` gives them, with as many decimals as the longest of them. */
export function decimalColumn(base: ColumnBase, cells: readonly unknown[]): DecimalColumn {
  const texts = cells.map((cell) => (typeof cell === 'number' || cell instanceof Decimal ? String(cell) : '0'));
  const scale = largestOf(texts.map(decimalsOf), 0);
  const values = texts.map((text) => unscaledDigits(text, scale) ?? 0n);
  return { ...base, kind: 'decimal', ...sized(base.name, values, scale) };
}

function sized(
  name: string,
  values: readonly bigint[],
  scale: number,
): Pick<DecimalColumn, 'type' | 'values' | 'scale'> {
  const limit = 10n ** BigInt(MAX_DIGITS);
  const tooLong = values.find((value) => value >= limit || value <= -limit);
  if (tooLong === undefined && scale <= MAX_DIGITS) return { type: `NUMBER(${MAX_DIGITS},${scale})`, values, scale };
  throw new UserError(
    `Column ${name} needs more than the ${MAX_DIGITS} digits of a NUMBER. Round it, or make text of it.`,
  );
}

function wholeNumber(name: string, cell: unknown): bigint {
  if (typeof cell === 'bigint') return cell;
  if (typeof cell !== 'number' || Number.isNaN(cell)) return 0n;
  if (Number.isSafeInteger(cell)) return BigInt(cell);
  throw new UserError(`Column ${name} mixes bigints with number ${cell}, which is not an exact whole number.`);
}

function decimalsOf(text: string): number {
  const [, fraction = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
}
