import type { DecodedArray } from 'hyparquet';
import { Texts } from '../../values/texts';
import { isMissing } from '../columns/exact-columns';
import { type WholeWords, wordsOf } from '../columns/whole-words';

/*
 * Values as the library gives them, part by part: a typed array, or an array with null for what is missing. They go into
 * typed arrays in one loop.
 */

/** Bytes of the longest decimal that is read by words. */
const LONGEST_DECIMAL = 16;
const WORDS_A_DECIMAL = 4;
/** A longer text is copied as a whole, which has a price for each call. */
const LONGEST_BY_BYTE = 24;

export function nullsOfParts(parts: readonly DecodedArray[], length: number): Uint8Array | undefined {
  let nulls: Uint8Array | undefined;
  let first = 0;
  for (const part of parts) {
    if (Array.isArray(part)) {
      for (let at = 0; at < part.length; at += 1) {
        if (!isMissing(part[at])) continue;
        nulls ??= new Uint8Array(length);
        nulls[first + at] = 1;
      }
    }
    first += part.length;
  }
  return nulls;
}

/** Puts numbers where `numbers` asks for them, and `missing` where a value is missing. */
export function numbersOfParts<Numbers extends Float64Array | Int32Array>(
  parts: readonly DecodedArray[],
  numbers: Numbers,
  missing: number,
): Numbers {
  let row = 0;
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 1, row += 1) {
      const value: unknown = part[at];
      numbers[row] = typeof value === 'number' ? value : missing;
    }
  }
  return numbers;
}

/** Whole numbers of 64 bits; undefined where some value is none. */
export function wholesOfParts(
  parts: readonly DecodedArray[],
  length: number,
  isUnsigned: boolean,
): BigInt64Array | BigUint64Array | undefined {
  const wholes = isUnsigned ? new BigUint64Array(length) : new BigInt64Array(length);
  let row = 0;
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 1, row += 1) {
      const value: unknown = part[at];
      if (typeof value === 'bigint') wholes[row] = value;
      else if (!isMissing(value)) return undefined;
    }
  }
  return wholes;
}

/** Decimals without their point, which a file has as bytes from the highest on, or as 64 or 32 bits. Undefined for others. */
export function decimalsOfParts(parts: readonly DecodedArray[], length: number): WholeWords | undefined {
  const wholes = wholesOfParts(parts, length, false);
  if (wholes !== undefined) return wordsOf(wholes);
  const words = new Int32Array(length * WORDS_A_DECIMAL);
  let to = 0;
  for (const part of parts) {
    for (let row = 0; row < part.length; row += 1, to += WORDS_A_DECIMAL) {
      const bytes: unknown = part[row];
      if (isMissing(bytes)) continue;
      if (typeof bytes === 'number') {
        words[to] = bytes;
        words.fill(bytes >> 31, to + 1, to + WORDS_A_DECIMAL);
        continue;
      }
      if (!(bytes instanceof Uint8Array) || bytes.length === 0 || bytes.length > LONGEST_DECIMAL) return undefined;
      const sign = bytes[0] >> 7 === 1 ? 0xff : 0;
      let at = bytes.length - 1;
      for (let word = 0; word < WORDS_A_DECIMAL; word += 1) {
        let bits = 0;
        for (let shift = 0; shift < 32; shift += 8, at -= 1) bits |= (at < 0 ? sign : bytes[at]) << shift;
        words[to + word] = bits;
      }
    }
  }
  return { words, wordsAValue: WORDS_A_DECIMAL };
}

/** Texts as the bytes that the file has; the empty text where one is missing. */
export function textsOfParts(parts: readonly DecodedArray[], length: number): Texts {
  const offsets = new Uint32Array(length + 1);
  let row = 0;
  let end = 0;
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 1) {
      const text: unknown = part[at];
      if (text instanceof Uint8Array) end += text.length;
      row += 1;
      offsets[row] = end;
    }
  }
  const bytes = new Uint8Array(end);
  let to = 0;
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 1) {
      const text: unknown = part[at];
      if (!(text instanceof Uint8Array)) continue;
      if (text.length > LONGEST_BY_BYTE) bytes.set(text, to);
      else for (let byte = 0; byte < text.length; byte += 1) bytes[to + byte] = text[byte];
      to += text.length;
    }
  }
  return Texts.ofParts([{ bytes, offsets }]);
}
