import { Decimal } from '../../values/decimal';
import { columnLength } from '../../values/text-column';
import type { Column } from '../table';

/** The kinds of columns whose values are numbers to compute with; true counts as 1. */
export function holdsNumbers({ kind }: Column): boolean {
  return kind === 'number' || kind === 'bigint' || kind === 'decimal' || kind === 'boolean';
}

/** The values as the nearest numbers; not copied where they are numbers already. Look at `nulls` too. */
export function columnNumbers(column: Column): Float64Array | Int32Array | Uint8Array {
  switch (column.kind) {
    case 'bigint':
      return Float64Array.from(column.values, Number);
    case 'decimal':
      return Float64Array.from(column.values, (unscaled) => new Decimal(unscaled, column.scale).toNumber());
    case 'text':
      return new Float64Array(columnLength(column)).fill(Number.NaN);
    default:
      return column.values;
  }
}
