import { completeReply } from './complete-reply';
import { isBrowsable, SqlCatalog } from './sql-catalog';
import { completeSql } from './sql-completion';
import { inspectSql } from './sql-inspection';
import { findSqlTemplate } from './sql-template';

type Reply = Readonly<Record<string, unknown>>;

/** Answers about the SQL inside `` connection.sql`…` ``, for the connections that a notebook's variables hold. */
export class SqlAnswers {
  private readonly catalogs = new WeakMap<object, SqlCatalog>();

  constructor(private readonly variables: Readonly<Record<string, unknown>>) {}

  /** The content of `complete_reply`; undefined when the cursor is not in such a template. */
  async complete(code: string, cursor: number): Promise<Reply | undefined> {
    const place = this.placeOf(code, cursor);
    if (!place) return undefined;
    const { matches, typedBefore, typedAfter } = await completeSql(place.template, place.catalog);
    return completeReply(code, { start: cursor - typedBefore, end: cursor + typedAfter }, matches);
  }

  /** The content of `inspect_reply`; undefined when the cursor is not in such a template. */
  async inspect(code: string, cursor: number): Promise<Reply | undefined> {
    const place = this.placeOf(code, cursor);
    if (!place) return undefined;
    const markdown = await inspectSql(place.template, place.catalog);
    const data = markdown === undefined ? {} : { 'text/markdown': markdown, 'text/plain': plainTextOf(markdown) };
    return { status: 'ok', found: markdown !== undefined, data, metadata: {} };
  }

  private placeOf(code: string, cursor: number) {
    const template = findSqlTemplate(code, cursor, (name) => this.variables[name]);
    const connection = template && this.variables[template.connection];
    if (!template || !isBrowsable(connection)) return undefined;
    const catalog = this.catalogs.get(connection) ?? new SqlCatalog(connection);
    this.catalogs.set(connection, catalog);
    return { template, catalog };
  }
}

function plainTextOf(markdown: string): string {
  return markdown
    .replace(/^```.*\n?/gm, '')
    .replace(/\*\*|`/g, '')
    .replace(/\n{2,}/g, '\n')
    .trim();
}
