import type { Table } from '../../table/columnar-table';
import type { AnyRow } from '../../table/row-types';

/**
 * A table that a person sorts, searches and filters in the page. To draw it, make it the last expression of a cell, or
 * call `show(exploration)`. Where nobody can, it is the table as it is.
 */
export interface Exploration<Row extends object = AnyRow> {
  /** The rows that are kept now, in their order. */
  readonly table: Table<Row>;
  /** How many rows are kept now. */
  readonly rowCount: number;
  /**
   * What was chosen, as SQL: `WHERE …` and `ORDER BY …`, or the whole query if you say from where.
   * @param from a table's name as SQL writes it, or a statement in brackets.
   */
  sql(from?: string): string;
  /** What was chosen, as a line of TypeScript. */
  code(): string;
  /**
   * Calls `listener` whenever a person has kept other rows or put them in another order. What `listener` prints and shows
   * goes to the cell that made the exploration. Returns a function that removes the listener.
   */
  onChange(listener: (exploration: Exploration<Row>) => unknown): () => void;
  /** Takes it out of the page, where the table stays as it is saved, and frees its memory. Calling it twice is fine. */
  close(): void;
}
