/** How a person looks at a table: which rows are kept, and in which order. Columns are positions, counted from 0. */
export interface Look {
  readonly sort?: LookSort | undefined;
  /** A row is kept if it meets all of them; at most one for each column. */
  readonly filters: readonly LookFilter[];
  /** A row is kept if one of its texts contains this, in any case; empty keeps all. */
  readonly search: string;
}

export interface LookSort {
  readonly column: number;
  readonly descending: boolean;
}

export type LookFilter = RangeFilter | ChosenFilter;

/** Keeps values from `low` to `high`, both included: numbers, days since 1970-01-01, or milliseconds since then. */
export interface RangeFilter {
  readonly column: number;
  readonly low: number;
  readonly high: number;
}

/** Keeps these values of a column of texts or booleans (`true`, `false`); null stands for a missing value. */
export interface ChosenFilter {
  readonly column: number;
  readonly chosen: readonly (string | null)[];
}

export const WHOLE_TABLE: Look = { filters: [], search: '' };

/** True if the look keeps all rows. */
export function keepsAllRows({ filters, search }: Look): boolean {
  return filters.length === 0 && search === '';
}

/** The bound of a range that is open at this end: JSON has no infinity. */
export const OPEN_END = Number.MAX_VALUE;

/** Undefined for an open end. */
export function closedBound(bound: number): number | undefined {
  return Math.abs(bound) === OPEN_END ? undefined : bound;
}
