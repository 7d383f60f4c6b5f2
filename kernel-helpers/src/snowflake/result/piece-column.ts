import { unscaledNumber } from '../../values/decimal-digits';
import type { TextPart } from '../../values/texts';
import type { ColumnPlan } from './column-plan';

/**
 * One column of consecutive rows of a result: the part that one chunk holds. Plain data, so that it can pass from the
 * thread that scanned it. `nulls` has a 1 where a value is null; without it none is.
 */
export type PieceColumn = { readonly plan: ColumnPlan; readonly nulls?: Uint8Array } & PieceValues;

export type PieceValues =
  | { readonly kind: 'number'; readonly values: Float64Array; readonly long: LongValues }
  | { readonly kind: 'bigint'; readonly values: BigInt64Array; readonly long: LongValues }
  | { readonly kind: 'boolean'; readonly values: Uint8Array }
  | { readonly kind: 'date'; readonly values: Int32Array }
  | {
      readonly kind: 'timestamp';
      readonly values: Float64Array;
      readonly nanoseconds: Int32Array;
      readonly offsets?: Int16Array;
    }
  | { readonly kind: 'text'; readonly texts: TextPart };

export type PieceOf<Kind extends PieceColumn['kind']> = Extract<PieceColumn, { readonly kind: Kind }>;

/** By row, the values that do not fit the typed array: their digits without the point. */
export type LongValues = Map<number, bigint>;

/** Values of rows that are still to come. */
export function emptyValues({ kind, hasOffsets }: ColumnPlan, rowCount: number): PieceValues {
  switch (kind) {
    case 'number':
      return { kind, values: new Float64Array(rowCount), long: new Map() };
    case 'bigint':
      return { kind, values: new BigInt64Array(rowCount), long: new Map() };
    case 'timestamp':
      return {
        kind,
        values: new Float64Array(rowCount),
        nanoseconds: new Int32Array(rowCount),
        ...(hasOffsets ? { offsets: new Int16Array(rowCount) } : {}),
      };
    case 'boolean':
      return { kind, values: new Uint8Array(rowCount) };
    case 'date':
      return { kind, values: new Int32Array(rowCount) };
    case 'text':
      return { kind, texts: { bytes: new Uint8Array(0), offsets: new Uint32Array(0) } };
  }
}

/** Keeps all digits of a decimal: as a number, or as digits without the point if a number does not hold them. */
export function writeDecimal(column: PieceOf<'number'>, row: number, value: number | bigint): void {
  if (typeof value === 'number') column.values[row] = value;
  else column.long.set(row, value);
}

/** Keeps all digits of a whole number: in 64 bits where they are enough. */
export function writeWholeNumber(column: PieceOf<'bigint'>, row: number, value: bigint): void {
  if (BigInt.asIntN(64, value) === value) column.values[row] = value;
  else column.long.set(row, value);
}

/** The digits without the point of a value that fits the typed array; a null is NaN among numbers. */
export function digitsOf(value: number | bigint, scale: number): bigint {
  return typeof value === 'bigint' || Number.isNaN(value) ? BigInt(value || 0) : (unscaledNumber(value, scale) ?? 0n);
}

/** The memory that passes to another thread without a copy. */
export function transferable(columns: readonly PieceColumn[]): ArrayBuffer[] {
  return columns.flatMap((column) => {
    const arrays =
      column.kind === 'text'
        ? [column.texts.bytes, column.texts.offsets]
        : column.kind === 'timestamp'
          ? [column.values, column.nanoseconds, column.offsets]
          : [column.values];
    return [...arrays, column.nulls].flatMap((array) => (array === undefined ? [] : [array.buffer as ArrayBuffer]));
  });
}
