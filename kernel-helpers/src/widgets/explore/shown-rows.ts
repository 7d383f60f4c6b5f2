import type { OrderedRows } from './engine/rows-of-look';

/** The rows of a look that may still be sorted. */
export interface ShownRows {
  /** All rows, or the first ones of them: then `rows` is shorter than `count`. */
  readonly first: OrderedRows;
  /** Undefined if a newer look comes before all are sorted. */
  readonly all: Promise<OrderedRows | undefined>;
}

/** The rows of the look, as soon as those before `to` are known. */
export async function rowsUpTo({ first, all }: ShownRows, to: number): Promise<OrderedRows | undefined> {
  const isKnown = first.rows === undefined || first.rows.length >= Math.min(to, first.count);
  return isKnown ? first : await all;
}
