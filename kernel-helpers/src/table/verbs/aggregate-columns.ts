import { UserError } from '../../errors';
import type { Column } from '../table';
import { aggregateGroups } from './aggregate-groups';
import { type GroupedNumbers, sortedInGroups } from './grouped-numbers';
import { pickRows } from './pick-rows';
import { resolveAggregates } from './resolve-aggregates';
import type { RowGroups } from './row-groups';

/** The columns that name the groups, and one of figures for each aggregate. */
export function aggregateColumns(
  figures: Readonly<Record<string, unknown>>,
  columns: readonly Column[],
  keys: readonly Column[],
  groups: RowGroups,
): readonly Column[] {
  const asked = resolveAggregates(figures, columns);
  const taken = asked.filter(({ name }) => keys.some((key) => key.name === name)).map(({ name }) => name);
  if (taken.length > 0) {
    throw new UserError(
      `aggregate() cannot name a figure ${taken.join(' or ')}: the groups have a column of that name. Choose another name.`,
    );
  }
  const sorted = new Map<Column, GroupedNumbers>();
  const sortedOf = (column: Column): GroupedNumbers => {
    const known = sorted.get(column) ?? sortedInGroups(column, groups);
    sorted.set(column, known);
    return known;
  };
  return [
    ...keys.map((key) => pickRows(key, groups.firstRows)),
    ...asked.map(({ name, aggregate, columns: read }) => aggregateGroups(name, aggregate, read, groups, sortedOf)),
  ];
}
