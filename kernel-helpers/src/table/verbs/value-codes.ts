import { columnLength } from '../../values/text-column';
import { Texts } from '../../values/texts';
import type { Column } from '../table';
import { codesOfBits } from './bit-codes';
import { compareKeys, type ValueKey, valueKeys } from './value-keys';
import { wholePlaces } from './whole-places';

/** The values of a column as whole numbers from 0 on, in the order in which they appear. */
export interface ValueCodes {
  /** Equal values have equal codes; null is a value too. */
  readonly codes: Int32Array;
  /** The first row that holds each value. */
  readonly firstRows: Int32Array;
}

/** The values of a column as whole numbers in any order. */
export interface NumberedValues {
  /** Equal values have equal numbers, from 0 to `size`; null is a value too. */
  readonly places: Int32Array;
  readonly size: number;
}

/** Numbers the values of a column in the order in which they appear. 0 and -0 are one value, and so are all NaN. */
export function valueCodes(column: Column): ValueCodes {
  const placed = placedValues(column);
  if (placed !== undefined) return codesOfPlaces(placed.places, placed.size);
  const hasBits = column.kind === 'number' || (column.kind === 'timestamp' && column.nanoseconds === undefined);
  return hasBits ? codesOfBits(column.values, column.nulls) : codesOfKeys(column);
}

/** The same numbers where they are known without any order, otherwise those of `valueCodes()`. */
export function numberedValues(column: Column): NumberedValues {
  const placed = placedValues(column);
  if (placed !== undefined) return placed;
  const { codes, firstRows } = valueCodes(column);
  return { places: codes, size: firstRows.length };
}

/** The words of texts and whole numbers near each other; null is at the last place. Undefined for other values. */
function placedValues(column: Column): NumberedValues | undefined {
  switch (column.kind) {
    case 'text': {
      const { words, codes } = (column.texts ?? Texts.of(column.values)).words();
      return { places: withNulls(codes, words.length, column.nulls), size: words.length };
    }
    case 'boolean':
    case 'number':
    case 'date':
      return wholePlaces(column, 4 * columnLength(column) + 2048);
    default:
      return undefined;
  }
}

/** The codes of values in their order: a smaller value has a smaller rank. Null and NaN have the largest. */
export function valueRanks(column: Column, { firstRows }: ValueCodes, descending: boolean): Int32Array {
  const key = valueKeys(column);
  const direction = descending ? -1 : 1;
  const keys = Array.from(firstRows, (row) => key(row));
  const order = keys.map((_, code) => code);
  order.sort((left, right) => {
    const [one, other] = [keys[left], keys[right]];
    if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
    return direction * compareKeys(one, other);
  });
  const ranks = new Int32Array(order.length);
  order.forEach((code, rank) => {
    ranks[code] = rank;
  });
  return ranks;
}

function withNulls(codes: Int32Array, none: number, nulls: Uint8Array | undefined): Int32Array {
  if (nulls === undefined) return codes;
  const known = codes.slice();
  for (let row = 0; row < known.length; row += 1) if (nulls[row] === 1) known[row] = none;
  return known;
}

/** Numbers places in the order in which they appear; the place after `size` others stands for null. */
function codesOfPlaces(places: Int32Array, size: number): ValueCodes {
  const known = new Int32Array(size + 1);
  const codes = new Int32Array(places.length);
  const firstRows = new Int32Array(Math.min(size + 1, places.length));
  let count = 0;
  for (let row = 0; row < places.length; row += 1) {
    const place = places[row];
    let code = known[place];
    if (code === 0) {
      firstRows[count] = row;
      count += 1;
      code = count;
      known[place] = code;
    }
    codes[row] = code - 1;
  }
  return { codes, firstRows: firstRows.slice(0, count) };
}

function codesOfKeys(column: Column): ValueCodes {
  const key = valueKeys(column);
  const known = new Map<ValueKey | undefined, number>();
  const firstRows: number[] = [];
  const codes = new Int32Array(columnLength(column));
  for (let row = 0; row < codes.length; row += 1) {
    const value = key(row);
    let code = known.get(value);
    if (code === undefined) {
      code = firstRows.length;
      known.set(value, code);
      firstRows.push(row);
    }
    codes[row] = code;
  }
  return { codes, firstRows: Int32Array.from(firstRows) };
}
