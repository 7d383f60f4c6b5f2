import type { Column } from '../../table/table';
import type { ColumnBase } from './exact-columns';
import { numbersOfWords, timesOfWords, type WholeWords, wordsOf } from './whole-words';

/*
 * Columns of values that a file holds as typed arrays, many at a time: no value becomes one of JavaScript. Memory is used
 * as it is where it is one piece of the right type without nulls; what a file holds in the place of a null is not kept.
 */

export type NumberArray =
  | Float64Array
  | Float32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array;
export type Whole64Array = BigInt64Array | BigUint64Array;

export function numbersOfPieces(pieces: readonly NumberArray[], nulls: Uint8Array | undefined): Float64Array {
  const [first] = pieces;
  if (pieces.length === 1 && nulls === undefined && first instanceof Float64Array) return first;
  const numbers = joined(pieces, new Float64Array(lengthOf(pieces)));
  blank(numbers, nulls, Number.NaN);
  return numbers;
}

export function daysOfPieces(pieces: readonly Int32Array[], nulls: Uint8Array | undefined): Int32Array {
  if (pieces.length === 1 && nulls === undefined) return pieces[0];
  const days = joined(pieces, new Int32Array(lengthOf(pieces)));
  blank(days, nulls, 0);
  return days;
}

/** Undefined where the values need a kind of their own: unsigned numbers of more than 15 digits. */
export function wholesOfPieces(base: ColumnBase, pieces: readonly Whole64Array[], isLong: boolean): Column | undefined {
  const { nulls } = base;
  const length = lengthOf(pieces);
  const type = 'NUMBER(19,0)';
  const values = isLong
    ? undefined
    : numbersOfWords(
        pieces.map((piece) => wordsOf(piece)),
        length,
        nulls,
      );
  if (values !== undefined) return { ...base, kind: 'number', type, values };
  if (!pieces.every((piece) => piece instanceof BigInt64Array)) return undefined;
  if (pieces.length === 1 && nulls === undefined) return { ...base, kind: 'bigint', type, values: pieces[0] };
  const wholes = joined(pieces, new BigInt64Array(length));
  nulls?.forEach((flag, row) => {
    if (flag === 1) wholes[row] = 0n;
  });
  return { ...base, kind: 'bigint', type, values: wholes };
}

export function timestampsOfPieces(
  base: ColumnBase,
  pieces: readonly WholeWords[],
  length: number,
  { nanosecondsAUnit, timeZone }: { readonly nanosecondsAUnit: number; readonly timeZone: string | undefined },
): Column {
  const { milliseconds, nanoseconds } = timesOfWords(pieces, length, base.nulls, nanosecondsAUnit);
  return {
    ...base,
    kind: 'timestamp',
    type: timeZone !== undefined ? 'TIMESTAMP_LTZ(9)' : 'TIMESTAMP_NTZ(9)',
    values: milliseconds,
    ...(nanoseconds !== undefined && { nanoseconds }),
    ...(timeZone !== undefined && { timeZone }),
  };
}

export function lengthOf(pieces: readonly { readonly length: number }[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

interface Settable<Values> {
  set(values: Values, at: number): void;
}

function joined<Values extends { readonly length: number }, Whole extends Settable<Values>>(
  pieces: readonly Values[],
  whole: Whole,
): Whole {
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function blank(values: Float64Array | Int32Array, nulls: Uint8Array | undefined, empty: number): void {
  if (nulls === undefined) return;
  for (let row = 0; row < values.length; row += 1) if (nulls[row] === 1) values[row] = empty;
}
