import type { Page } from '../../page';
import type { CellValue } from '../../table/table';
import type { Session } from '../session/session';
import { nameParts, quoteIdentifier, quoteText } from '../statement/identifiers';
import { rowsOf } from '../statement/rows-of';
import { inSchema } from './show-table';

export interface PageOptions {
  /** Names that come after this one, in alphabetical order. */
  readonly after?: string;
  /** @default 100 */
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
  readonly rows: number;
  readonly bytes: number;
}

export interface ColumnSummary {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

const DEFAULT_PAGE_SIZE = 100;

/** SHOW answers with at most this many rows (docs.snowflake.com, "SHOW <objects>"). */
const MAX_SHOWN = 10_000;

/** SHOW reads metadata: none of these lists needs a running warehouse. */
export async function listWarehouses(session: Session, options: PageOptions): Promise<Page<NamedObject>> {
  // SHOW WAREHOUSES has no LIMIT; accounts have tens of warehouses, not thousands.
  const rows = await rowsOf(session, 'show warehouses', options.signal);
  return pageOf(rows.map(namedObject).filter(isAfter(options.after)), options.limit ?? DEFAULT_PAGE_SIZE);
}

export async function listDatabases(session: Session, options: PageOptions): Promise<Page<NamedObject>> {
  return await showPage(session, 'show databases', options, namedObject);
}

/** @param database by default the session's. */
export async function listSchemas(
  session: Session,
  database: string | undefined,
  options: PageOptions,
): Promise<Page<NamedObject>> {
  const scope = ['in database', ...(database === undefined ? [] : [quoteIdentifier(nameParts(database)[0])])].join(' ');
  return await showPage(session, `show schemas ${scope}`, options, namedObject);
}

/** @param schema `schema` or `database.schema`; by default the session's. */
export async function listTables(
  session: Session,
  schema: string | undefined,
  options: PageOptions,
): Promise<Page<TableSummary>> {
  const scope = inSchema(schema === undefined ? [] : nameParts(schema));
  const { after, limit = DEFAULT_PAGE_SIZE, signal } = options;
  // A name can come twice, when a temporary table hides a lasting one. Only the one that the session sees is listed.
  const rows = await showRows(session, `show tables ${scope}`, 2 * limit + 1, after, signal);
  const seen = new Map<unknown, Row>();
  for (const row of rows) if (row.kind === 'TEMPORARY' || !seen.has(row.name)) seen.set(row.name, row);
  return pageOf([...seen.values()].map(tableSummary).filter(isAfter(after)), limit);
}

function tableSummary(row: Row): TableSummary {
  return {
    ...namedObject(row),
    database: String(row.database_name),
    schema: String(row.schema_name),
    rows: Number(row.rows ?? 0),
    bytes: Number(row.bytes ?? 0),
  };
}

export async function listColumns(
  session: Session,
  table: string,
  signal: AbortSignal,
): Promise<readonly ColumnSummary[]> {
  const rows = await rowsOf(session, `describe table ${nameParts(table).map(quoteIdentifier).join('.')}`, signal);
  return rows.map((row) => ({ name: String(row.name), type: String(row.type), nullable: row['null?'] === 'Y' }));
}

type Row = Readonly<Record<string, CellValue>>;

async function showPage<Item extends NamedObject>(
  session: Session,
  command: string,
  { after, limit = DEFAULT_PAGE_SIZE, signal }: PageOptions,
  item: (row: Row) => Item,
): Promise<Page<Item>> {
  // One row more than asked for shows whether there is a next page.
  const rows = await showRows(session, command, limit + 1, after, signal);
  return pageOf(rows.map(item).filter(isAfter(after)), limit);
}

async function showRows(
  session: Session,
  command: string,
  limit: number,
  after: string | undefined,
  signal: AbortSignal,
): Promise<readonly Row[]> {
  const from = after === undefined ? '' : ` from ${quoteText(after)}`;
  return await rowsOf(session, `${command} limit ${Math.min(limit, MAX_SHOWN)}${from}`, signal);
}

function pageOf<Item extends NamedObject>(items: readonly Item[], limit: number): Page<Item> {
  const page = items.slice(0, limit);
  const last = page.at(-1);
  return items.length > limit && last !== undefined ? { items: page, next: last.name } : { items: page };
}

/** FROM gets the name that was shown last; this drops that name if Snowflake shows it again. */
function isAfter(after: string | undefined): (item: NamedObject) => boolean {
  return (item) => item.name !== after;
}

function namedObject(row: Row): NamedObject {
  return { name: String(row.name), comment: String(row.comment ?? '') };
}
