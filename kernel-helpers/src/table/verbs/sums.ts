import { exactNumber, unscaledNumber } from '../../values/decimal-digits';
import type { BigIntColumn, Column, DecimalColumn, NumberColumn } from '../table';
import { columnNumbers } from './column-numbers';
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
  return { ...base, ...exactColumn(exactSums(column, scale, groups), scale) };
}

function scaleOf(column: Column): number | undefined {
  if (column.kind === 'number') return column.scale ?? (column.type.startsWith('NUMBER') ? 0 : undefined);
  return column.kind === 'decimal' ? column.scale : 0;
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

function unscaledReader(column: Column, scale: number): (row: number) => bigint {
  switch (column.kind) {
    case 'bigint':
    case 'decimal':
      return (row) => column.values[row];
    default: {
      const numbers = columnNumbers(column);
      return (row) => unscaledNumber(numbers[row], scale) ?? 0n;
    }
  }
}

/** Numbers where they hold all digits of all values, otherwise 64 bits or decimals: as a result of Snowflake is read. */
function exactColumn(
  values: readonly bigint[],
  scale: number,
):
  | Pick<NumberColumn, 'kind' | 'type' | 'values' | 'scale'>
  | Pick<BigIntColumn, 'kind' | 'type' | 'values'>
  | Pick<DecimalColumn, 'kind' | 'type' | 'values' | 'scale'> {
  const type = `NUMBER(38,${scale})`;
  const numbers = values.map((value) => exactNumber(value, scale));
  if (numbers.every((number) => number !== undefined)) {
    return { kind: 'number', type, values: Float64Array.from(numbers), ...(scale === 0 ? {} : { scale }) };
  }
  if (scale === 0 && values.every((value) => BigInt.asIntN(64, value) === value)) {
    return { kind: 'bigint', type, values: BigInt64Array.from(values) };
  }
  return { kind: 'decimal', type, values, scale };
}
