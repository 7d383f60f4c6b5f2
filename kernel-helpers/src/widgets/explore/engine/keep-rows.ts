import type { ChosenFilter, LookFilter, RangeFilter } from '../look';
import type { CodedKeys, Keys, NumberKeys } from './keys';
import { wordAt } from './words';

/** One byte a row: 1 where the row is kept. */
export type Mask = Uint8Array;

const WORDS_BETWEEN_CHECKS = 50_000;

/** Which rows meet a filter. */
export function maskOf(keys: Keys, filter: LookFilter): Mask {
  if ('chosen' in filter) return keys.kind === 'coded' ? chosenMask(keys, filter) : nullMask(keys, filter);
  return keys.kind === 'numbers' ? rangeMask(keys, filter) : new Uint8Array(keys.codes.length);
}

function rangeMask({ values, nulls }: NumberKeys, { low, high }: RangeFilter): Mask {
  const mask = new Uint8Array(values.length);
  for (let row = 0; row < values.length; row += 1) mask[row] = values[row] >= low && values[row] <= high ? 1 : 0;
  if (nulls !== undefined) for (let row = 0; row < mask.length; row += 1) if (nulls[row] === 1) mask[row] = 0;
  return mask;
}

function chosenMask({ codes, words, nulls }: CodedKeys, { chosen }: ChosenFilter): Mask {
  const wanted = new Set(chosen);
  const isWanted = new Uint8Array(words.count);
  for (let code = 0; code < words.count; code += 1) isWanted[code] = wanted.has(wordAt(words, code)) ? 1 : 0;
  const ofNull = wanted.has(null) ? 1 : 0;
  const mask = new Uint8Array(codes.length);
  for (let row = 0; row < codes.length; row += 1) {
    mask[row] = nulls !== undefined && nulls[row] === 1 ? ofNull : isWanted[codes[row]];
  }
  return mask;
}

/** Of numbers and dates only missing values can be chosen. */
function nullMask({ nulls, values }: NumberKeys, { chosen }: ChosenFilter): Mask {
  return chosen.includes(null) && nulls !== undefined ? nulls.slice() : new Uint8Array(values.length);
}

/** Which rows contain a text in one of some columns, in any case. */
export function searchMask(columns: readonly CodedKeys[], search: string, onStep: () => void): Mask {
  const mask = new Uint8Array(columns[0]?.codes.length ?? 0);
  const wanted = search.toLowerCase();
  for (const { codes, words, nulls } of columns) {
    const holds = new Uint8Array(words.count);
    for (let code = 0; code < words.count; code += 1) {
      if (code % WORDS_BETWEEN_CHECKS === 0) onStep();
      holds[code] = wordAt(words, code).toLowerCase().includes(wanted) ? 1 : 0;
    }
    onStep();
    for (let row = 0; row < codes.length; row += 1) {
      if (holds[codes[row]] === 1 && nulls?.[row] !== 1) mask[row] = 1;
    }
  }
  return mask;
}

/** The rows that all masks keep. */
export function allOf([first, ...others]: readonly Mask[], rowCount: number): Mask {
  if (first === undefined) return new Uint8Array(rowCount).fill(1);
  if (others.length === 0) return first;
  const all = first.slice();
  for (const mask of others) for (let row = 0; row < rowCount; row += 1) all[row] &= mask[row];
  return all;
}
