import { quoteIdentifier, quoteText } from '../statement/identifiers';
import type { TableName } from '../statement/named-tables';

/** The statement that marks a table; what its comment said before stays. */
export function markSql(name: TableName, comment: string, origin: string): string {
  return commentSql(name, comment === '' ? origin : `${comment} (${origin})`);
}

export function commentSql(name: TableName, comment: string): string {
  return `comment on table ${name.map(quoteIdentifier).join('.')} is ${quoteText(comment)}`;
}
