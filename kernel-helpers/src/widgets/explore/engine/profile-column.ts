import { estimateDistinct } from './estimate-distinct';
import type { CodedKeys, Keys, NumberKeys } from './keys';
import { compareWords, wordAt } from './words';

/** How many bars a histogram has. */
export const BARS = 24;

/** What is said of all values of a column. */
export type ColumnProfile = NumbersProfile | WordsProfile;

interface ProfileBase {
  readonly nulls: number;
  readonly distinct: number;
}

export interface NumbersProfile extends ProfileBase {
  readonly kind: 'numbers';
  /** False if `distinct` is an estimate, right to about one percent. */
  readonly isExact: boolean;
  /** How many values are infinite: they are in no bar, and not in the range. */
  readonly infinite: number;
  /** Undefined where no value is a finite number. */
  readonly range?: { readonly low: number; readonly high: number; readonly mean: number };
  readonly bars: readonly number[];
}

export interface WordsProfile extends ProfileBase {
  readonly kind: 'words';
  readonly range?: { readonly low: string; readonly high: string };
  /** The most frequent words, up to as many as a histogram has bars. */
  readonly top: readonly WordCount[];
}

export interface WordCount {
  /** The number of the word in its column. */
  readonly code: number;
  readonly word: string;
  readonly rows: number;
}

/** @param onStep is called between passes, and may throw to end the work. */
export function profileColumn(keys: Keys, onStep: () => void = () => {}): ColumnProfile {
  return keys.kind === 'coded' ? profileWords(keys) : profileNumbers(keys, onStep);
}

function profileNumbers(keys: NumberKeys, onStep: () => void): NumbersProfile {
  const { values, nulls } = keys;
  let [low, high, sum, count, missing, infinite] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0, 0];
  for (let row = 0; row < values.length; row += 1) {
    if (nulls !== undefined && nulls[row] === 1) {
      missing += 1;
      continue;
    }
    const value = values[row];
    if (!Number.isFinite(value)) {
      if (!Number.isNaN(value)) infinite += 1;
      continue;
    }
    if (value < low) low = value;
    if (value > high) high = value;
    sum += value;
    count += 1;
  }
  onStep();
  const estimated = estimateDistinct(values, nulls, onStep);
  // An estimate may be a little too high.
  const distinct = Math.min(estimated.distinct, count + infinite);
  const base = { kind: 'numbers', nulls: missing, infinite, distinct, isExact: estimated.isExact } as const;
  if (count === 0) return { ...base, bars: [] };
  const range = { low, high, mean: sum / count };
  return { ...base, range, bars: barsOfNumbers(keys, range, undefined) };
}

function profileWords(keys: CodedKeys): WordsProfile {
  const { words, nulls } = keys;
  const counts = countWords(keys, undefined);
  const missing = nulls === undefined ? 0 : nulls.reduce((sum, isNull) => sum + isNull, 0);
  const top = topWords(keys, counts, BARS);
  let [distinct, first, last] = [0, -1, -1];
  for (let code = 0; code < words.count; code += 1) {
    if (counts[code] === 0) continue;
    distinct += 1;
    if (first === -1 || compareWords(words, code, first) < 0) first = code;
    if (last === -1 || compareWords(words, code, last) > 0) last = code;
  }
  const base = { kind: 'words', nulls: missing, distinct, top } as const;
  return first === -1 ? base : { ...base, range: { low: wordAt(words, first), high: wordAt(words, last) } };
}

/** How many rows each bar counts, of some rows or of all. */
export function barsOfNumbers(
  { values, nulls }: NumberKeys,
  { low, high }: { readonly low: number; readonly high: number },
  rows: Int32Array | undefined,
): readonly number[] {
  const bars = new Uint32Array(BARS);
  const scale = high > low ? BARS / (high - low) : 0;
  const count = rows?.length ?? values.length;
  for (let at = 0; at < count; at += 1) {
    const row = rows === undefined ? at : rows[at];
    const value = values[row];
    if (!Number.isFinite(value) || (nulls !== undefined && nulls[row] === 1)) continue;
    bars[Math.min(BARS - 1, Math.floor((value - low) * scale))] += 1;
  }
  return [...bars];
}

/** How many rows hold each word, of some rows or of all. */
export function countWords({ codes, words, nulls }: CodedKeys, rows: Int32Array | undefined): Uint32Array {
  const counts = new Uint32Array(words.count);
  const count = rows?.length ?? codes.length;
  for (let at = 0; at < count; at += 1) {
    const row = rows === undefined ? at : rows[at];
    if (nulls === undefined || nulls[row] === 0) counts[codes[row]] += 1;
  }
  return counts;
}

/** The words of the most rows, in any case containing a text if one is given. */
export function topWords(
  { words }: CodedKeys,
  counts: Uint32Array,
  most: number,
  containing = '',
): readonly WordCount[] {
  const wanted = containing.toLowerCase();
  const top: number[] = [];
  for (let code = 0; code < counts.length; code += 1) {
    const isFull = top.length === most;
    if (counts[code] === 0 || (isFull && counts[code] <= counts[top[most - 1]])) continue;
    if (wanted !== '' && !wordAt(words, code).toLowerCase().includes(wanted)) continue;
    let place = top.length;
    while (place > 0 && counts[top[place - 1]] < counts[code]) place -= 1;
    top.splice(place, 0, code);
    if (isFull) top.pop();
  }
  return top.map((code) => ({ code, word: wordAt(words, code), rows: counts[code] }));
}
