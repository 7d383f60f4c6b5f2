import type { Page } from '../../page';
import { shownPage } from '../../render/shown-page';
import type { Session } from '../session/session';
import { nameParts, quoteIdentifier } from '../statement/identifiers';
import { rowsOf } from '../statement/rows-of';
import { checkLimit, type ShownRow, showPage } from './show-page';
import { countOf, inSchema } from './show-table';

export interface PageOptions {
  /** Names that come after this one, in alphabetical order. */
  readonly after?: string;
  /** Any number; Snowflake is asked once for each 10,000 names. @default 100 */
  readonly limit?: number;
  readonly signal: AbortSignal;
}

export interface NamedObject {
  readonly name: string;
  readonly comment: string;
}

export interface TableSummary extends NamedObject {
  readonly database: string;
  readonly schema: string;
  /** From Snowflake's metadata; undefined for views and external tables, whose rows only a query counts. */
  readonly rows?: number;
  readonly bytes?: number;
}

export interface ColumnSummary {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

/** A cell shows a list as a table for people. */
const DEFAULT_PAGE_SIZE = 100;

/** SHOW reads metadata: none of these lists needs a running warehouse. */
export async function listWarehouses(session: Session, options: PageOptions): Promise<Page<NamedObject>> {
  const { after, limit = DEFAULT_PAGE_SIZE, signal } = options;
  checkLimit(limit);
  // SHOW WAREHOUSES has no LIMIT; accounts have tens of warehouses, not thousands.
  const all = (await rowsOf(session, 'show warehouses', signal)).map(namedObject).sort(byName);
  const rest = after === undefined ? all : all.filter(({ name }) => name > after);
  const items = rest.slice(0, limit);
  const next = rest.length > limit ? items.at(-1)?.name : undefined;
  return shownPage(items, { next, ifEmpty: nothing('warehouses') });
}

export async function listDatabases(session: Session, options: PageOptions): Promise<Page<NamedObject>> {
  return await list(session, 'databases', '', options, namedObject);
}

/** @param database by default the session's. */
export async function listSchemas(
  session: Session,
  database: string | undefined,
  options: PageOptions,
): Promise<Page<NamedObject>> {
  const scope = ['in database', ...(database === undefined ? [] : [quoteIdentifier(nameParts(database)[0])])].join(' ');
  return await list(session, 'schemas', scope, options, namedObject);
}

/** @param schema `schema` or `database.schema`; by default the session's. */
export async function listTables(
  session: Session,
  schema: string | undefined,
  options: PageOptions,
): Promise<Page<TableSummary>> {
  return await list(session, 'tables', inSchema(schema === undefined ? [] : nameParts(schema)), options, tableSummary);
}

/** @param schema `schema` or `database.schema`; by default the session's. */
export async function listViews(
  session: Session,
  schema: string | undefined,
  options: PageOptions,
): Promise<Page<TableSummary>> {
  return await list(session, 'views', inSchema(schema === undefined ? [] : nameParts(schema)), options, tableSummary);
}

/** The columns of a table or a view, in their order: one DESCRIBE, which tells all of them. */
export async function listColumns(session: Session, table: string, signal: AbortSignal): Promise<Page<ColumnSummary>> {
  const rows = await rowsOf(session, `describe table ${nameParts(table).map(quoteIdentifier).join('.')}`, signal);
  return shownPage(rows.map(columnSummary), { ifEmpty: nothing('columns') });
}

export function columnSummary(row: ShownRow): ColumnSummary {
  return { name: String(row.name), type: String(row.type), nullable: row['null?'] === 'Y' };
}

async function list<Item extends NamedObject>(
  session: Session,
  what: string,
  scope: string,
  { after, limit = DEFAULT_PAGE_SIZE, signal }: PageOptions,
  item: (row: ShownRow) => Item,
): Promise<Page<Item>> {
  const { rows, next } = await showPage(session, `show ${what} ${scope}`.trimEnd(), { after, limit }, signal);
  return shownPage(rows.map(item), { next, ifEmpty: nothing(what) });
}

/** SHOW tells only what the role holds a right on, and says nothing of the rest. */
function nothing(what: string): string {
  return `There are no ${what} that this role may see.`;
}

function tableSummary(row: ShownRow): TableSummary {
  const rows = countOf(row.rows);
  const bytes = countOf(row.bytes);
  return {
    ...namedObject(row),
    database: String(row.database_name),
    schema: String(row.schema_name),
    ...(rows === undefined ? {} : { rows }),
    ...(bytes === undefined ? {} : { bytes }),
  };
}

function namedObject(row: ShownRow): NamedObject {
  return { name: String(row.name), comment: String(row.comment ?? '') };
}

function byName(one: NamedObject, other: NamedObject): number {
  return one.name < other.name ? -1 : 1;
}
