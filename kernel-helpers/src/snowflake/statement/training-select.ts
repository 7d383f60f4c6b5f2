import { isQuery } from '../../training-contract/index';
import { identifier, quoteIdentifier } from './identifiers';

/**
 * The one query of a training job: its rows. The notebook asks EXPLAIN of the same text before a start.
 * @param rows a table or view as its user writes it, or a query in parentheses
 * @param columns names as the rows spell them @default every column
 */
export function trainingSelect(rows: string, columns?: readonly string[]): string {
  if (columns === undefined) return isQuery(rows) ? rows.slice(1, -1) : `select * from ${identifier(rows)}`;
  return `select ${columns.map(quoteIdentifier).join(', ')} from ${rowsAsSql(rows)}`;
}

/** The columns of the rows, without a row. */
export function columnsSelect(rows: string): string {
  return `select * from ${rowsAsSql(rows)} limit 0`;
}

/** The different texts of a column. */
export function wordsSelect(rows: string, column: string, most: number): string {
  const name = quoteIdentifier(column);
  return `select distinct ${name} as "WORD" from ${rowsAsSql(rows)} where ${name} is not null limit ${most}`;
}

/** The rows as they stand after FROM. */
export function rowsAsSql(rows: string): string {
  // A comment at the end of a query would hide the parenthesis.
  return isQuery(rows) ? `${rows.slice(0, -1)}\n)` : String(identifier(rows));
}
