import { UserError } from '../../errors';
import type { AnyRow } from '../row-types';
import type { RowFunction } from './row-view';

/** A function of a row alone, of one that also takes values beside the row. */
export function besideRow(caller: string, work: unknown, beside: unknown): RowFunction {
  if (typeof work !== 'function') {
    throw new UserError(`${caller} takes a function of a row, such as (row) => row.MEDINC > 8.`);
  }
  if (beside === undefined) return work as RowFunction;
  if (typeof beside !== 'object' || beside === null) {
    throw new UserError(`${caller} takes values beside the row as an object, such as { least: 8 }.`);
  }
  return (row: AnyRow) => work(row, beside);
}
