import type { RowNumbers } from './pick-rows';
import type { SortKey } from './sort-keys';
import { valueCodes, valueRanks } from './value-codes';

/**
 * The numbers of the rows in the order of the columns, the first counting most. Rows that are equal stay in their order;
 * NaN and null come last, whichever way the others are sorted.
 */
export function sortRows(sortKeys: readonly SortKey[], rowCount: number): RowNumbers {
  const keys = sortKeys.map(({ column, descending }) => {
    const coded = valueCodes(column);
    const ranks = valueRanks(column, coded, descending);
    return coded.codes.map((code) => ranks[code]);
  });
  const compare = (left: number, right: number): number => {
    for (const key of keys) if (key[left] !== key[right]) return key[left] - key[right];
    return left - right;
  };
  return Int32Array.from({ length: rowCount }, (_, row) => row).sort(compare);
}
