import { columnTexts } from '../../values/cells';
import { columnLength, textColumn } from '../../values/text-column';
import { Texts } from '../../values/texts';
import type { WordCodes } from '../../values/word-index';
import type { Column, TextColumn } from '../table';
import { appendColumn } from './append-column';
import { KnownBits } from './bit-codes';
import type { KeyPair } from './join-columns';
import { groupsAsTheyAppear } from './row-groups';
import { NO_ROW } from './row-numbers';
import { placesIn, wholePlaces } from './whole-places';

/**
 * The keys of two tables as whole numbers: equal keys have equal codes. A key with a null has none (-1); a key of the left
 * table that the right one does not have has none, or one that no row of the right table has.
 */
export interface JoinCodes {
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** All codes are below this. */
  readonly count: number;
}

export function joinCodes(pairs: readonly KeyPair[], leftCount: number, rightCount: number): JoinCodes {
  const [pair, ...others] = pairs;
  const found = others.length === 0 ? codesOfPair(pair) : undefined;
  return found ?? codesOfBoth(pairs, leftCount, rightCount);
}

/** Looks the keys of the left table up among those of the right one, by their values where that is possible. */
function codesOfPair([ours, theirs]: KeyPair): JoinCodes | undefined {
  const codes = codesByPlace(ours, theirs) ?? codesByBits(ours, theirs) ?? codesByWords(ours, theirs);
  if (codes === undefined) return undefined;
  const { left, right, count } = codes;
  return { left: withoutNulls(left, ours.nulls), right: withoutNulls(right, theirs.nulls), count };
}

/** Whole numbers near each other need no search. */
function codesByPlace(ours: Column, theirs: Column): JoinCodes | undefined {
  if (ours.kind !== theirs.kind) return undefined;
  const whole = wholePlaces(theirs, 4 * columnLength(theirs) + 2048);
  if (whole === undefined) return undefined;
  // The last code stands for all others: no row of the right table has it, once its nulls are left out.
  return { left: placesIn(whole, ours), right: whole.places, count: whole.size + 1 };
}

function codesByBits(ours: Column, theirs: Column): JoinCodes | undefined {
  const [left, right] = [floatsOf(ours), floatsOf(theirs)];
  if (left === undefined || right === undefined || ours.kind !== theirs.kind) return undefined;
  const known = new KnownBits(right.length);
  const { codes, firstRows } = known.number(right, theirs.nulls);
  return { left: known.find(left), right: codes, count: firstRows.length };
}

function floatsOf(column: Column): Float64Array | undefined {
  if (column.kind === 'number') return column.values;
  return column.kind === 'timestamp' && column.nanoseconds === undefined ? column.values : undefined;
}

function codesByWords(ours: Column, theirs: Column): JoinCodes | undefined {
  if (ours.kind !== 'text' || theirs.kind !== 'text') return undefined;
  const [left, right] = [wordsOf(ours), wordsOf(theirs)];
  const known = new Map<string, number>();
  const rightCodes = Int32Array.from(right.words, (word) => {
    const code = known.get(word) ?? known.size;
    known.set(word, code);
    return code;
  });
  const leftCodes = Int32Array.from(left.words, (word) => known.get(word) ?? NO_ROW);
  return {
    left: looked(left.codes, leftCodes),
    right: looked(right.codes, rightCodes),
    count: known.size,
  };
}

function wordsOf({ texts, values }: TextColumn): WordCodes {
  return (texts ?? Texts.of(values)).words();
}

function looked(words: Int32Array, codesOfWords: Int32Array): Int32Array {
  const codes = new Int32Array(words.length);
  for (let row = 0; row < words.length; row += 1) codes[row] = codesOfWords[words[row]];
  return codes;
}

function withoutNulls(codes: Int32Array, nulls: Uint8Array | undefined): Int32Array {
  if (nulls === undefined) return codes;
  const known = codes.slice();
  for (let row = 0; row < known.length; row += 1) if (nulls[row] === 1) known[row] = NO_ROW;
  return known;
}

/** Keys of several columns, or of kinds that are compared by their digits: those of both tables are numbered together. */
function codesOfBoth(pairs: readonly KeyPair[], leftCount: number, rightCount: number): JoinCodes {
  const keys = pairs.map(([ours, theirs]) => appendColumn(...comparable(ours, theirs)));
  const { groupOf, count } = groupsAsTheyAppear(keys, leftCount + rightCount);
  let codes = groupOf;
  for (const { nulls } of keys) codes = withoutNulls(codes, nulls);
  return { left: codes.subarray(0, leftCount), right: codes.subarray(leftCount), count };
}

/** Columns of one kind as they are; numbers of different kinds as their digits, so that 1 is 1.00. */
function comparable(ours: Column, theirs: Column): readonly [Column, Column] {
  const isSame = ours.kind === theirs.kind && (ours.kind !== 'decimal' || ours.scale === scaleOf(theirs));
  return isSame ? [withoutScale(ours), withoutScale(theirs)] : [digitColumn(ours), digitColumn(theirs)];
}

function scaleOf(column: Column): number | undefined {
  return 'scale' in column ? column.scale : undefined;
}

function withoutScale(column: Column): Column {
  return column.kind === 'number' ? { ...column, scale: undefined } : column;
}

function digitColumn(column: Column): Column {
  const { name, nullable, nulls } = column;
  const text = columnTexts(withoutScale(column));
  const digits = Array.from({ length: columnLength(column) }, (_, row) => {
    const shown = text(row) ?? '';
    return shown.includes('.') && !shown.includes('e') ? shown.replace(/\.?0+$/, '') : shown;
  });
  return textColumn({ name, type: 'VARCHAR', nullable, ...(nulls && { nulls }) }, Texts.of(digits));
}
