import { InternalError } from 'kernel-helpers/errors';
import type { TableObject, ViewObject } from '../catalog/catalog-object';
import { printColumnType } from '../catalog/column-type';
import { printName, printPath, quoteText } from '../identifiers';
import { requireReadable } from '../session/resolve-names';
import { unsupported } from '../snowflake-error';
import { parseStatement } from '../sql/parse-statement';
import type { ColumnDefinition, NamePath } from '../sql/statement';
import type { StatementContext } from './context';

/**
 * GET_DDL of a table or view; the two kinds stand for each other:
 * https://docs.snowflake.com/en/sql-reference/functions/get_ddl. A view's query is told as it was written.
 */
export function definitionText(
  { session, account }: StatementContext,
  kind: string,
  path: NamePath,
  isQualified: boolean,
): string {
  if (kind !== 'TABLE' && kind !== 'VIEW') throw unsupported(`GET_DDL of ${kind}`);
  const found = requireReadable(session, account.catalog, path, 'GET_DDL', 'Object');
  const name = isQualified ? printPath(found.database, found.schema, found.name) : printName(found.name);
  return found.kind === 'table' ? tableText(found, name) : viewText(found, name);
}

const KIND_WORDS: Readonly<Record<TableObject['tableKind'], string>> = {
  TABLE: 'TABLE',
  TRANSIENT: 'TRANSIENT TABLE',
  TEMPORARY: 'TEMPORARY TABLE',
};

function tableText(table: TableObject, name: string): string {
  const keys = table.columns.filter(({ primaryKey }) => primaryKey).map((column) => printName(column.name));
  const lines = [...table.columns.map(columnText), ...(keys.length > 0 ? [`primary key (${keys.join(', ')})`] : [])];
  const comment = table.comment === '' ? '' : `COMMENT=${quoteText(table.comment)}\n`;
  return `create or replace ${KIND_WORDS[table.tableKind]} ${name} (${indented(lines)})${comment};`;
}

function columnText({ name, type, nullable, defaultText, unique, comment }: ColumnDefinition): string {
  const parts = [printName(name), printColumnType(type)];
  if (!nullable) parts.push('NOT NULL');
  if (defaultText !== null) parts.push(`DEFAULT ${defaultText}`);
  if (unique) parts.push('UNIQUE');
  if (comment !== null) parts.push(`COMMENT ${quoteText(comment)}`);
  return parts.join(' ');
}

function viewText(view: ViewObject, name: string): string {
  const made = parseStatement(view.text);
  if (made.kind !== 'create view') throw new InternalError(`The view ${name} was made by a statement of another kind.`);
  const columns = indented(view.columns.map((column) => printName(column.name)));
  const comment = view.comment === '' ? '' : ` COMMENT=${quoteText(view.comment)}\n`;
  return `create or replace view ${name}(${columns})${comment} as ${made.query};`;
}

function indented(lines: readonly string[]): string {
  return `\n${lines.map((line) => `\t${line}`).join(',\n')}\n`;
}
