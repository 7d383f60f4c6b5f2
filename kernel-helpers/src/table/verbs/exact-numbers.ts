import { exactNumber, unscaledNumber } from '../../values/decimal-digits';
import type { BigIntColumn, Column, DecimalColumn, NumberColumn } from '../table';
import { columnNumbers } from './column-numbers';

/** The decimals of a column of exact numbers; undefined for FLOAT. */
export function scaleOf(column: Column): number | undefined {
  if (column.kind === 'number') return column.scale ?? (column.type.startsWith('NUMBER') ? 0 : undefined);
  return column.kind === 'decimal' ? column.scale : 0;
}

/**
 * Reads exact numbers without their point: each value times 10 to the power of `scale`, which is at least that of the
 * column. Look at `nulls` too.
 */
export function unscaledReader(column: Column, scale: number): (row: number) => bigint {
  switch (column.kind) {
    case 'bigint':
    case 'decimal': {
      const factor = 10n ** BigInt(scale - (scaleOf(column) ?? 0));
      return (row) => column.values[row] * factor;
    }
    default: {
      const numbers = columnNumbers(column);
      return (row) => unscaledNumber(numbers[row], scale) ?? 0n;
    }
  }
}

/** Numbers where they hold all digits of all values, otherwise 64 bits or decimals: as a result of Snowflake is read. */
export function exactColumn(
  values: readonly bigint[],
  scale: number,
  nulls: Uint8Array | undefined,
):
  | Pick<NumberColumn, 'kind' | 'type' | 'values' | 'scale'>
  | Pick<BigIntColumn, 'kind' | 'type' | 'values'>
  | Pick<DecimalColumn, 'kind' | 'type' | 'values' | 'scale'> {
  const type = `NUMBER(38,${scale})`;
  const numbers = values.map((value, row) => (nulls?.[row] === 1 ? Number.NaN : exactNumber(value, scale)));
  if (numbers.every((number) => number !== undefined)) {
    return { kind: 'number', type, values: Float64Array.from(numbers), ...(scale === 0 ? {} : { scale }) };
  }
  if (scale === 0 && values.every((value) => BigInt.asIntN(64, value) === value)) {
    return { kind: 'bigint', type, values: BigInt64Array.from(values) };
  }
  return { kind: 'decimal', type, values, scale };
}
