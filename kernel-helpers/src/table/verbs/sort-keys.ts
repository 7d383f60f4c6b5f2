import { UserError } from '../../errors';
import { checkOptionNames } from '../../option-names';
import { columnOfValues } from '../column-of-values';
import { namedColumns } from '../named-columns';
import type { Column } from '../table';
import { answersOfRows, type RowFunction } from './row-view';

/** A column to sort by. */
export interface SortKey {
  readonly column: Column;
  readonly descending: boolean;
}

interface SortRequest {
  readonly descending?: boolean | readonly boolean[];
  readonly ascending?: boolean | readonly boolean[];
}

/** What `sortBy()` was asked for, as columns. */
export function sortKeys(
  by: unknown,
  options: SortRequest,
  columns: readonly Column[],
  rowCount: number,
): readonly SortKey[] {
  checkOptionNames('sortBy()', options, { descending: true, ascending: true });
  const descending = directions(options);
  const keys = keyColumns(by, columns, rowCount);
  const isList = Array.isArray(descending);
  if (isList && descending.length !== keys.length) {
    throw new UserError(
      `sortBy() cannot use its options: descending has ${descending.length} values for ${keys.length} columns.`,
    );
  }
  return keys.map((column, index) => ({
    column,
    descending: (isList ? descending[index] : descending) === true,
  }));
}

/** For each column, or for all, whether the largest value comes first. */
export function directions({ descending, ascending }: SortRequest): boolean | readonly boolean[] {
  if (ascending === undefined) return descending ?? false;
  if (descending !== undefined) {
    throw new UserError('sortBy() cannot use its options: give descending or ascending, not both.');
  }
  return typeof ascending === 'boolean' ? !ascending : ascending.map((one) => !one);
}

function keyColumns(by: unknown, columns: readonly Column[], rowCount: number): readonly Column[] {
  if (typeof by === 'string') return namedColumns([by], columns);
  if (Array.isArray(by) && by.length > 0) return namedColumns(by, columns);
  if (typeof by === 'function') {
    if (by.length > 1) {
      throw new UserError(
        'sortBy() takes a function of one row that gives what to sort by, such as (row) => row.MEDINC; it compares the rows itself.',
      );
    }
    return [columnOfValues('sortBy()', answersOfRows(columns, rowCount, by as RowFunction))];
  }
  throw new UserError('sortBy() takes the name of a column, a list of names, or a function of a row.');
}
