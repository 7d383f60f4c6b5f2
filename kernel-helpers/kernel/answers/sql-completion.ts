import { type CatalogEntry, isBrowsable, SqlCatalog } from './sql-catalog';
import { findSqlTemplate } from './sql-template';

type Reply = Readonly<Record<string, unknown>>;

const TABLE_EXPECTED = /\b(?:from|join|into|update|table|describe)\s+["\w$.]*$/i;
const MENTIONED_TABLES = /\b(?:from|join|into|update)\s+([\w$."]+)(?:\s+(?:as\s+)?([a-z_][\w$]*))?/gi;
const WORD_BEFORE_CURSOR = /(?:([\w$]+)\.)?([\w$]*)$/;
const PLAIN_NAME = /^[A-Z_][A-Z0-9_$]*$/;

/** Words that follow a table's name and are no alias of it. */
const NO_ALIAS =
  /^(where|join|on|group|order|limit|inner|left|right|full|cross|set|values|select|using|qualify|having)$/i;

/** Completes tables and columns inside `` connection.sql`…` ``, from metadata alone. */
export class SqlCompletion {
  private readonly catalogs = new WeakMap<object, SqlCatalog>();

  constructor(private readonly variables: Readonly<Record<string, unknown>>) {}

  /** The content of `complete_reply`; undefined when the cursor is not in such a template. */
  async complete(code: string, cursor: number): Promise<Reply | undefined> {
    const template = findSqlTemplate(code, cursor);
    const connection = template && this.variables[template.connection];
    if (!template || !isBrowsable(connection)) return undefined;
    const catalog = this.catalogs.get(connection) ?? new SqlCatalog(connection);
    this.catalogs.set(connection, catalog);
    const [, qualifier, typed = ''] = WORD_BEFORE_CURSOR.exec(template.before) ?? [];
    const entries = TABLE_EXPECTED.test(template.before)
      ? await catalog.tables()
      : await columnsInScope(catalog, template.text, qualifier);
    return replyWith(entries, typed, cursor);
  }
}

async function columnsInScope(
  catalog: SqlCatalog,
  sql: string,
  qualifier: string | undefined,
): Promise<readonly CatalogEntry[]> {
  const mentioned = [...sql.matchAll(MENTIONED_TABLES)].map(([, table = '', alias = '']) => {
    return { table, alias: NO_ALIAS.test(alias) ? '' : alias };
  });
  const isMeant = ({ table, alias }: { readonly table: string; readonly alias: string }) =>
    qualifier === undefined || sameName(qualifier, alias) || sameName(qualifier, table);
  const lists = await Promise.all(mentioned.filter(isMeant).map(({ table }) => catalog.columns(table)));
  return lists.flat();
}

function sameName(one: string, other: string): boolean {
  return one.toUpperCase() === other.toUpperCase();
}

function replyWith(entries: readonly CatalogEntry[], typed: string, cursor: number): Reply {
  const start = cursor - typed.length;
  const matches = new Map(entries.map(({ name, type }) => [asWritten(name), type]));
  const fitting = [...matches].filter(([text]) => text.replace('"', '').toLowerCase().startsWith(typed.toLowerCase()));
  return {
    status: 'ok',
    matches: fitting.map(([text]) => text),
    cursor_start: start,
    cursor_end: cursor,
    metadata: { _jupyter_types_experimental: fitting.map(([text, type]) => ({ text, type, start, end: cursor })) },
  };
}

/** Snowflake keeps unquoted names in capitals; people write them small. Others need their quotes. */
function asWritten(name: string): string {
  return PLAIN_NAME.test(name) ? name.toLowerCase() : `"${name.replaceAll('"', '""')}"`;
}
