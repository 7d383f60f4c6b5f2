import type { Look, LookFilter } from '../src/widgets/explore/look';

/** The look after a click on a column's head: ascending, descending, as it came. */
export function sortedNext(look: Look, column: number): Look {
  const { sort, ...rest } = look;
  if (sort?.column !== column) return { ...rest, sort: { column, descending: false } };
  return sort.descending ? rest : { ...rest, sort: { column, descending: true } };
}

/** The look with another filter for a column, or without one. */
export function filtered(look: Look, column: number, filter: LookFilter | undefined): Look {
  const others = look.filters.filter((other) => other.column !== column);
  return { ...look, filters: filter === undefined ? others : [...others, filter] };
}

export function filterOf(look: Look, column: number): LookFilter | undefined {
  return look.filters.find((filter) => filter.column === column);
}

/** The look with a value more among the chosen ones, or one less; no filter when none is left. */
export function toggled(look: Look, column: number, value: string | null): Look {
  const filter = filterOf(look, column);
  const chosen = filter !== undefined && 'chosen' in filter ? filter.chosen : [];
  const next = chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
  return filtered(look, column, next.length === 0 ? undefined : { column, chosen: next });
}

/** True if it sorts, filters or searches. */
export function isChanged({ sort, filters, search }: Look): boolean {
  return sort !== undefined || filters.length > 0 || search !== '';
}

/** A bound that a person can read: three digits of the range's size. */
export function roundedBound(value: number, range: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.abs(range) / 200 || 1));
  return Number((Math.round(value / step) * step).toPrecision(12));
}
