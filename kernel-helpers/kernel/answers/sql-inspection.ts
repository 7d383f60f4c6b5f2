import type { ColumnEntry, SqlCatalog, TableEntry } from './sql-catalog';
import { asWritten, hasColumnsOf, mentionedTables, nameAround } from './sql-scope';
import type { SqlTemplate } from './sql-template';

/** Of more columns than this, only the first are listed. */
const SHOWN_COLUMNS = 40;

/** Says what is known of the table or column at the cursor, as Markdown; undefined when nothing is known. */
export async function inspectSql({ text, position }: SqlTemplate, catalog: SqlCatalog): Promise<string | undefined> {
  const found = nameAround(text, position);
  if (!found) return undefined;
  const { name, qualifier, isTable } = found;
  if (isTable) return await describeTable(catalog, qualifier, name);
  const mentioned = mentionedTables(text);
  // The word before a column's dot is an alias, or a table with or without its schema.
  const meant = mentioned.find((table) => table.qualifier === name && (qualifier === '' || table.name === name));
  const described = await describeColumn(catalog, mentioned, found);
  return described ?? (meant && (await describeTable(catalog, meant.schema, meant.name)));
}

async function describeColumn(
  catalog: SqlCatalog,
  mentioned: ReturnType<typeof mentionedTables>,
  { name, qualifier }: { readonly name: string; readonly qualifier: string },
): Promise<string | undefined> {
  for (const table of mentioned) {
    if (!hasColumnsOf(table, qualifier)) continue;
    const column = (await catalog.columns(table.written)).find((one) => one.name === name);
    if (column) return `${codeOf(columnLine(column))}\n\nColumn of \`${table.written}\`.`;
  }
  return undefined;
}

async function describeTable(catalog: SqlCatalog, qualifier: string, name: string): Promise<string | undefined> {
  const written = [...(qualifier === '' ? [] : [qualifier]), asWritten(name, true)].join('.');
  const [tables, columns] = await Promise.all([catalog.tables(qualifier), catalog.columns(written)]);
  const table = tables.find((one) => one.name === name);
  return table && `${titleOf(table)}\n\n${codeOf(columnsOf(columns))}`;
}

function titleOf({ name, rows, comment = '' }: TableEntry): string {
  const count = rows === undefined ? '' : `, ${rows.toLocaleString('en-US')} ${rows === 1 ? 'row' : 'rows'}`;
  return `Table **${asWritten(name, false)}**${count}${comment === '' ? '' : `: ${comment}`}`;
}

function columnsOf(columns: readonly ColumnEntry[]): string {
  const lines = columns.slice(0, SHOWN_COLUMNS).map(columnLine);
  const more = columns.length - lines.length;
  return [...lines, ...(more > 0 ? [`… and ${more} more columns`] : [])].join('\n');
}

function columnLine({ name, type, nullable }: ColumnEntry): string {
  return `${asWritten(name, false)} ${type}${nullable === false ? ' not null' : ''}`;
}

function codeOf(text: string): string {
  return `\`\`\`sql\n${text}\n\`\`\``;
}
