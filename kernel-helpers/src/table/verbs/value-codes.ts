import { columnLength } from '../../values/text-column';
import { Texts } from '../../values/texts';
import type { Column } from '../table';
import { codesOfBits } from './bit-codes';
import { compareKeys, type ValueKey, valueKeys } from './value-keys';

/** The values of a column as whole numbers from 0 on, in the order in which they appear. */
export interface ValueCodes {
  /** Equal values have equal codes; null is a value too. */
  readonly codes: Int32Array;
  /** The first row that holds each value. */
  readonly firstRows: Int32Array;
}

/** Numbers the values of a column. 0 and -0 are one value, and so are all NaN. */
export function valueCodes(column: Column): ValueCodes {
  const { nulls } = column;
  switch (column.kind) {
    case 'text': {
      const { words, codes } = (column.texts ?? Texts.of(column.values)).words();
      return codesOfSmall(codes, 0, words.length, nulls);
    }
    case 'boolean':
      return codesOfSmall(column.values, 0, 2, nulls);
    case 'number':
    case 'date': {
      const range = wholeRange(column.values, 4 * column.values.length + 2048);
      if (range !== undefined) return codesOfSmall(column.values, range.from, range.size, nulls);
      return column.kind === 'date' ? codesOfKeys(column) : codesOfBits(column.values, nulls);
    }
    case 'timestamp':
      return column.nanoseconds === undefined ? codesOfBits(column.values, nulls) : codesOfKeys(column);
    case 'bigint':
    case 'decimal':
      return codesOfKeys(column);
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

interface Range {
  readonly from: number;
  readonly size: number;
}

/** The range of whole numbers that are near each other; undefined for any others. */
function wholeRange(values: Float64Array | Int32Array, most: number): Range | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    if (!Number.isInteger(value)) return undefined;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const size = high - low + 1;
  return size <= most ? { from: low, size: Math.max(size, 0) } : undefined;
}

/** Looks codes up in a list that has a place for each possible value. */
function codesOfSmall(
  values: Float64Array | Int32Array | Uint8Array,
  from: number,
  size: number,
  nulls: Uint8Array | undefined,
): ValueCodes {
  const known = new Int32Array(size + 1);
  const codes = new Int32Array(values.length);
  const firstRows = new Int32Array(Math.min(size + 1, values.length));
  let count = 0;
  for (let row = 0; row < values.length; row += 1) {
    const place = nulls !== undefined && nulls[row] === 1 ? size : values[row] - from;
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
