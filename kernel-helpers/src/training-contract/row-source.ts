import type { JobData } from './data-hyperparameters';

/**
 * Where a job's rows come from, as SQL names it after FROM: a table as its user writes it, or a query in parentheses.
 */
export function rowSource({ table, query }: Pick<JobData, 'table' | 'query'>): string {
  return query === undefined ? (table ?? '') : `(${query})`;
}

/** True for a query in parentheses. */
export function isQuery(rows: string): boolean {
  return rows.startsWith('(');
}

/** The rows in a sentence: `table houses`, or `the query`. */
export function rowsInWords(rows: string): string {
  return isQuery(rows) ? 'the query' : `table ${rows}`;
}

/** The same at the beginning of a sentence. */
export function rowsAtStart(rows: string): string {
  return isQuery(rows) ? 'The query' : `Table ${rows}`;
}
