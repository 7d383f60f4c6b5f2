import { unscaledNumber } from '../../values/decimal-digits';
import type { TextPart } from '../../values/text-part';
import type { ColumnPlan } from './column-plan';

/**
 * One column of consecutive rows of a result: the part that one chunk holds. Plain data, so that it can pass from the
 * thread that scanned it. `nulls` has a 1 where a value is null; without it none is.
 */
export type PieceColumn = { readonly plan: ColumnPlan; readonly nulls?: Uint8Array } & PieceValues;

export type PieceValues =
  | { readonly kind: 'number'; readonly values: Float64Array; readonly long: LongValues }
  | { readonly kind: 'bigint'; readonly values: BigInt64Array; readonly long: LongValues }
  /** The nearest numbers of 32 bits; a null is NaN. */
  | { readonly kind: 'float32'; readonly values: Float32Array }
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

/** Takes memory for so many bytes, all of them 0. */
export type Allocate = (bytes: number) => ArrayBufferLike;

export const ownMemory: Allocate = (bytes) => new ArrayBuffer(bytes);

/** Memory that all threads see. */
export const sharedMemory: Allocate = (bytes) => new SharedArrayBuffer(bytes);

/** Columns of rows that are still to come. The system hands out their memory where something is written. */
export function emptyColumns(
  plans: readonly ColumnPlan[],
  rowCount: number,
  allocate: Allocate = ownMemory,
): readonly PieceColumn[] {
  return plans.map((plan) => ({
    plan,
    nulls: new Uint8Array(allocate(rowCount)),
    ...emptyValues(plan, rowCount, allocate),
  }));
}

function emptyValues({ kind, hasOffsets }: ColumnPlan, rowCount: number, allocate: Allocate): PieceValues {
  switch (kind) {
    case 'number':
      return { kind, values: new Float64Array(allocate(rowCount * 8)), long: new Map() };
    case 'bigint':
      return { kind, values: new BigInt64Array(allocate(rowCount * 8)), long: new Map() };
    case 'float32':
      return { kind, values: new Float32Array(allocate(rowCount * 4)) };
    case 'timestamp':
      return {
        kind,
        values: new Float64Array(allocate(rowCount * 8)),
        nanoseconds: new Int32Array(allocate(rowCount * 4)),
        ...(hasOffsets ? { offsets: new Int16Array(allocate(rowCount * 2)) } : {}),
      };
    case 'boolean':
      return { kind, values: new Uint8Array(allocate(rowCount)) };
    case 'date':
      return { kind, values: new Int32Array(allocate(rowCount * 4)) };
    case 'text':
      return { kind, texts: NO_TEXTS };
  }
}

const NO_TEXTS: TextPart = { bytes: new Uint8Array(0), offsets: new Uint32Array(1) };

/** Some rows of columns, in the same memory. */
export function rowsOf(columns: readonly PieceColumn[], from: number, rowCount: number): readonly PieceColumn[] {
  return columns.map((column) => {
    const nulls = column.nulls?.subarray(from, from + rowCount);
    return { plan: column.plan, ...(nulls && { nulls }), ...rowsOfValues(column, from, from + rowCount) };
  });
}

function rowsOfValues(column: PieceColumn, from: number, to: number): PieceValues {
  switch (column.kind) {
    case 'number': {
      const { kind, values, long } = column;
      return { kind, values: values.subarray(from, to), long: longRows(long, from, to) };
    }
    case 'bigint': {
      const { kind, values, long } = column;
      return { kind, values: values.subarray(from, to), long: longRows(long, from, to) };
    }
    case 'timestamp': {
      const { kind, values, nanoseconds, offsets } = column;
      return {
        kind,
        values: values.subarray(from, to),
        nanoseconds: nanoseconds.subarray(from, to),
        ...(offsets && { offsets: offsets.subarray(from, to) }),
      };
    }
    case 'float32':
      return { kind: column.kind, values: column.values.subarray(from, to) };
    case 'boolean':
      return { kind: column.kind, values: column.values.subarray(from, to) };
    case 'date':
      return { kind: column.kind, values: column.values.subarray(from, to) };
    case 'text': {
      const { bytes, offsets } = column.texts;
      return { kind: column.kind, texts: { bytes, offsets: offsets.subarray(from, to + 1) } };
    }
  }
}

/** Makes empty again what is written only where there is something: nulls and nanoseconds. */
export function clearMarks(columns: readonly PieceColumn[]): void {
  for (const column of columns) {
    column.nulls?.fill(0);
    if (column.kind === 'timestamp') column.nanoseconds.fill(0);
  }
}

function longRows(long: LongValues, from: number, to: number): LongValues {
  if (long.size === 0) return new Map();
  const rows = Array.from(long).filter(([row]) => row >= from && row < to);
  return new Map(rows.map(([row, digits]) => [row - from, digits]));
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

/** The memory that passes to another thread without a copy. What is shared needs not to pass. */
export function transferable(columns: readonly PieceColumn[]): ArrayBuffer[] {
  return columns.flatMap((column) => {
    const arrays =
      column.kind === 'text'
        ? [column.texts.bytes, column.texts.offsets]
        : column.kind === 'timestamp'
          ? [column.values, column.nanoseconds, column.offsets]
          : [column.values];
    return [...arrays, column.nulls].flatMap((array) => (array?.buffer instanceof ArrayBuffer ? [array.buffer] : []));
  });
}
