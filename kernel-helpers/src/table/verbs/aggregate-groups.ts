import { InternalError } from '../../errors';
import { renameColumn } from '../rename-column';
import type { Column } from '../table';
import type { Aggregate } from './aggregates';
import { columnNumbers } from './column-numbers';
import { correlation } from './correlation';
import { type Figure, quantile, stdev, variance } from './figures';
import { type GroupedNumbers, groupedNumbers, groupMeans } from './grouped-numbers';
import { pickRows } from './pick-rows';
import { groupsAsTheyAppear, type RowGroups } from './row-groups';
import { NO_ROW, type RowNumbers } from './row-numbers';
import { sumColumn } from './sums';
import { compareKeys, type ValueKey, valueKeys } from './value-keys';

/**
 * The column of figures that an aggregate makes of its columns, one figure for each group.
 * @param sorted gives the numbers of a column, those of each group together and sorted.
 */
export function aggregateGroups(
  name: string,
  { kind, share = 0.5 }: Aggregate,
  columns: readonly Column[],
  groups: RowGroups,
  sorted: (column: Column) => GroupedNumbers,
): Column {
  const [column, other] = columns;
  if (kind === 'count') return countColumn(name, counts(column, groups));
  if (column === undefined) throw new InternalError(`The aggregate ${kind} has no column.`);
  switch (kind) {
    case 'min':
    case 'max':
    case 'first':
    case 'last':
      return renameColumn(pickRows(column, chosenRows(kind, column, groups)), name);
    case 'distinct':
      return countColumn(name, distinctCounts(column, groups));
    case 'sum': {
      const nulls = counts(column, groups).map((count) => (count === 0 ? 1 : 0));
      return sumColumn(name, column, groups, nulls.includes(1) ? Uint8Array.from(nulls) : undefined);
    }
    case 'mean':
      return figureColumn(name, groupMeans(column, groups));
    case 'median':
    case 'quantile':
      return figures(name, quantile(share), sorted(column), groups.count);
    case 'stdev':
      return figures(name, stdev, groupedNumbers(column, groups), groups.count);
    case 'variance':
      return figures(name, variance, groupedNumbers(column, groups), groups.count);
    case 'corr':
      return correlations(name, [column, other ?? column], groups);
  }
}

/** A column of counts, which are never null. */
export function countColumn(name: string, values: Float64Array): Column {
  return { name, kind: 'number', type: 'NUMBER(18,0)', nullable: false, values };
}

/** A column of floats; undefined becomes null. */
export function figureColumn(name: string, values: readonly (number | undefined)[]): Column {
  const missing = Uint8Array.from(values, (value) => (value === undefined ? 1 : 0));
  return {
    name,
    kind: 'number',
    type: 'FLOAT',
    nullable: true,
    values: Float64Array.from(values, (value) => value ?? Number.NaN),
    ...(missing.includes(1) ? { nulls: missing } : {}),
  };
}

function figures(name: string, figure: Figure, { numbers, starts }: GroupedNumbers, count: number): Column {
  const values = Array.from({ length: count }, (_, group) =>
    figure(numbers.subarray(starts[group], starts[group + 1])),
  );
  return figureColumn(name, values);
}

function counts(column: Column | undefined, { groupOf, count }: RowGroups): Float64Array {
  const nulls = column?.nulls;
  const found = new Float64Array(count);
  for (let row = 0; row < groupOf.length; row += 1) if (nulls?.[row] !== 1) found[groupOf[row]] += 1;
  return found;
}

function distinctCounts(column: Column, { groupOf, count }: RowGroups): Float64Array {
  const { nulls } = column;
  const values = groupsAsTheyAppear([column], groupOf.length).groupOf;
  const seen = new Set<number>();
  const found = new Float64Array(count);
  for (let row = 0; row < groupOf.length; row += 1) {
    if (nulls?.[row] === 1) continue;
    const pair = values[row] * count + groupOf[row];
    if (seen.has(pair)) continue;
    seen.add(pair);
    found[groupOf[row]] += 1;
  }
  return found;
}

/** For each group the row that holds its first, last, smallest or largest value; no row where all are null. */
function chosenRows(kind: 'first' | 'last' | 'min' | 'max', column: Column, { groupOf, count }: RowGroups): RowNumbers {
  const key = valueKeys(column);
  const chosen = new Int32Array(count).fill(NO_ROW);
  for (let row = 0; row < groupOf.length; row += 1) {
    const value = key(row);
    if (value === undefined) continue;
    const group = groupOf[row];
    const best = chosen[group] === NO_ROW ? undefined : key(chosen[group]);
    if (best === undefined || kind === 'last' || isBetter(kind, value, best)) chosen[group] = row;
  }
  return chosen;
}

function isBetter(kind: 'first' | 'min' | 'max', value: ValueKey, best: ValueKey): boolean {
  if (kind === 'first') return false;
  const order = compareKeys(value, best);
  return kind === 'min' ? order < 0 : order > 0;
}

function correlations(name: string, columns: readonly [Column, Column], { groupOf, count }: RowGroups): Column {
  const [left, right] = columns.map(columnNumbers);
  const [leftNulls, rightNulls] = columns.map(({ nulls }) => nulls);
  const pairs = Array.from({ length: count }, () => correlation());
  for (let row = 0; row < groupOf.length; row += 1) {
    if (leftNulls?.[row] !== 1 && rightNulls?.[row] !== 1) pairs[groupOf[row]].add(left[row], right[row]);
  }
  return figureColumn(
    name,
    pairs.map((pair) => pair.value()),
  );
}
