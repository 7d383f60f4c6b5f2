import { columnLength } from '../../values/text-column';
import type { Column } from '../table';
import { compareKeys, type ValueKey, valueKeys } from './value-keys';

/** The values of a column as whole numbers from 0 on: equal values have equal codes. */
export interface ValueCodes {
  readonly codes: Int32Array;
  /** The first row that holds each value. */
  readonly firstRows: readonly number[];
}

/** Numbers the values of a column in the order in which they appear; null is a value too. */
export function valueCodes(column: Column): ValueCodes {
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
  return { codes, firstRows };
}

/** The codes of values in their order: a smaller value has a smaller rank. Null and NaN have the largest. */
export function valueRanks(column: Column, { firstRows }: ValueCodes, descending: boolean): Int32Array {
  const key = valueKeys(column);
  const direction = descending ? -1 : 1;
  const order = firstRows.map((_, code) => code);
  const keys = firstRows.map((row) => key(row));
  order.sort((left, right) => {
    const [one, other] = [keys[left], keys[right]];
    if (isMissing(one) || isMissing(other)) return missingRank(one) - missingRank(other);
    return direction * compareKeys(one, other);
  });
  const ranks = new Int32Array(order.length);
  order.forEach((code, rank) => {
    ranks[code] = rank;
  });
  return ranks;
}

function isMissing(key: ValueKey | undefined): key is undefined {
  return key === undefined || Number.isNaN(key);
}

/** NaN stands before null. */
function missingRank(key: ValueKey | undefined): number {
  if (key === undefined) return 2;
  return Number.isNaN(key) ? 1 : 0;
}
