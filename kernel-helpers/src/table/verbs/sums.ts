import type { Column } from '../table';
import { columnNumbers } from './column-numbers';
import { exactColumn, scaleOf, unscaledReader } from './exact-numbers';
import type { RowGroups } from './row-groups';

/** The sums of the groups: of FLOAT as floats, of every NUMBER exactly, with the scale that it has. */
export function sumColumn(name: string, column: Column, groups: RowGroups, nulls: Uint8Array | undefined): Column {
  const base = { name, nullable: true, ...(nulls === undefined ? {} : { nulls }) };
  const scale = scaleOf(column);
  if (scale === undefined) {
    const values = floatSums(column, groups);
    nulls?.forEach((isNull, group) => {
      if (isNull === 1) values[group] = Number.NaN;
    });
    return { ...base, kind: 'number', type: 'FLOAT', values };
  }
  return { ...base, ...exactColumn(exactSums(column, scale, groups), scale, nulls) };
}

function floatSums(column: Column, { groupOf, count }: RowGroups): Float64Array {
  const { nulls } = column;
  const numbers = columnNumbers(column);
  const sums = new Float64Array(count);
  for (let row = 0; row < groupOf.length; row += 1) if (nulls?.[row] !== 1) sums[groupOf[row]] += numbers[row];
  return sums;
}

function exactSums(column: Column, scale: number, { groupOf, count }: RowGroups): readonly bigint[] {
  const { nulls } = column;
  const digits = unscaledReader(column, scale);
  const sums: bigint[] = new Array(count).fill(0n);
  for (let row = 0; row < groupOf.length; row += 1) if (nulls?.[row] !== 1) sums[groupOf[row]] += digits(row);
  return sums;
}
