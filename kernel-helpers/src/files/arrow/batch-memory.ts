import type { Batch } from '@uwdata/flechette';
import type { TextPart } from '../../values/text-part';
import { lengthOf, type NumberArray, type Whole64Array } from '../columns/typed-columns';
import { type WholeWords, wordsOf } from '../columns/whole-words';
import { textPart } from './text-memory';

const WORDS_A_DECIMAL: Readonly<Record<number, number>> = { 64: 2, 128: 4 };

/** One byte a row of Arrow's one bit a row, in which 1 means that there is a value. */
export function nullsOf(batches: readonly Batch<unknown>[], length: number): Uint8Array | undefined {
  if (batches.every(({ nullCount }) => nullCount === 0)) return undefined;
  const nulls = new Uint8Array(length);
  let first = 0;
  for (const { length: rows, nullCount, validity } of batches) {
    if (nullCount > 0) {
      for (let row = 0; row < rows; row += 1) nulls[first + row] = ((validity[row >> 3] >> (row & 7)) & 1) ^ 1;
    }
    first += rows;
  }
  return nulls;
}

export function truths(batches: readonly Batch<unknown>[], nulls: Uint8Array | undefined): Uint8Array {
  const truth = new Uint8Array(lengthOf(batches));
  let first = 0;
  for (const { length, values } of batches) {
    const bits = values as unknown as Uint8Array;
    for (let row = 0; row < length; row += 1) truth[first + row] = (bits[row >> 3] >> (row & 7)) & 1;
    first += length;
  }
  nulls?.forEach((flag, row) => {
    if (flag === 1) truth[row] = 0;
  });
  return truth;
}

/** What each batch has; undefined where some has none. */
export function allOf<Value>(
  batches: readonly Batch<unknown>[],
  read: (batch: Batch<unknown>) => Value | undefined,
): readonly Value[] | undefined {
  const values: Value[] = [];
  for (const batch of batches) {
    const value = read(batch);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

export function numbers({ values, length }: Batch<unknown>): NumberArray | undefined {
  return values instanceof BigInt64Array || values instanceof BigUint64Array ? undefined : values.subarray(0, length);
}

export function floats({ values, length }: Batch<unknown>): NumberArray | undefined {
  // Those of 16 bits lie there as whole numbers.
  return values instanceof Float64Array || values instanceof Float32Array ? values.subarray(0, length) : undefined;
}

export function days({ values, length }: Batch<unknown>): Int32Array | undefined {
  return values instanceof Int32Array ? values.subarray(0, length) : undefined;
}

export function wholes64({ values, length }: Batch<unknown>): Whole64Array | undefined {
  return values instanceof BigInt64Array || values instanceof BigUint64Array ? values.subarray(0, length) : undefined;
}

export function decimalWords({ values, length }: Batch<unknown>, bits: number): WholeWords | undefined {
  const wordsAValue = WORDS_A_DECIMAL[bits];
  if (wordsAValue === undefined || !(values instanceof BigUint64Array)) return undefined;
  return { words: wordsOf(values.subarray(0, (length * wordsAValue) / 2)).words, wordsAValue };
}

export function textParts(
  batches: readonly Batch<unknown>[],
  nulls: Uint8Array | undefined,
): readonly TextPart[] | undefined {
  let first = 0;
  return allOf(batches, (batch) => {
    const part = textPart(batch);
    const isPlain = part !== undefined && nullsAreEmpty(part, nulls, first);
    first += batch.length;
    return isPlain ? part : undefined;
  });
}

/** A file may have bytes even where a text is null. */
function nullsAreEmpty({ offsets }: TextPart, nulls: Uint8Array | undefined, first: number): boolean {
  if (nulls === undefined) return true;
  for (let row = 0; row < offsets.length - 1; row += 1) {
    if (nulls[first + row] === 1 && offsets[row] !== offsets[row + 1]) return false;
  }
  return true;
}
