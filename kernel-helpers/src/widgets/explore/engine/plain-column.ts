import type { TextPart } from '../../../values/text-part';

/** What the engine needs to know of a column: plain data, so that it can pass to a thread. */
export type PlainColumn =
  | NumbersOfColumn
  | WholesOfColumn
  | TimesOfColumn
  | FlagsOfColumn
  | TextsOfColumn
  | WordsOfColumn;

interface PlainBase {
  /** One byte a row, 1 where the value is missing. */
  readonly nulls?: Uint8Array;
}

export interface NumbersOfColumn extends PlainBase {
  readonly kind: 'numbers';
  readonly values: Float64Array | Int32Array;
}

/** Whole numbers that a Float64Array cannot hold with all their digits. */
export interface WholesOfColumn extends PlainBase {
  readonly kind: 'wholes';
  readonly values: BigInt64Array | readonly bigint[];
  /** What a value is divided by for people: 100 for a decimal with scale 2. */
  readonly unit: number;
}

export interface TimesOfColumn extends PlainBase {
  readonly kind: 'times';
  /** Milliseconds. */
  readonly values: Float64Array;
  readonly nanoseconds?: Int32Array;
}

export interface FlagsOfColumn extends PlainBase {
  readonly kind: 'flags';
  /** 0 or 1. */
  readonly values: Uint8Array;
}

export interface TextsOfColumn extends PlainBase {
  readonly kind: 'texts';
  readonly parts: readonly TextPart[];
}

/** Texts of which many are equal. */
export interface WordsOfColumn extends PlainBase {
  readonly kind: 'words';
  readonly words: readonly string[];
  /** The word of each row. */
  readonly codes: Int32Array;
}
