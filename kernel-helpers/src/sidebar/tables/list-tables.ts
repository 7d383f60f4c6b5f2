import { UserError } from '../../errors';
import type { TableOrView } from '../../sidebar-contract/index';
import {
  DEFAULT_PAGE_SIZE,
  MAX_SHOWN,
  type PageRequest,
  type ShownRow,
  showPage,
} from '../../snowflake/catalog/show-page';
import { inSchema, likePattern } from '../../snowflake/catalog/show-table';
import type { Session } from '../../snowflake/session/session';
import { quoteIdentifier, quoteText } from '../../snowflake/statement/identifiers';
import { rowsOf } from '../../snowflake/statement/rows-of';
import { Timestamp } from '../../values/timestamp';
import { namesOfLogin } from '../names-of-login';
import type { PageOf } from './list-containers';

/** The tables and views of a schema that the role sees, by name (docs.snowflake.com, SHOW OBJECTS). */
export async function listTablesAndViews(
  session: Session,
  schema: readonly string[],
  page: PageRequest,
  signal: AbortSignal,
): Promise<PageOf<TableOrView>> {
  const [{ role }, { rows, next }] = await Promise.all([
    namesOfLogin(session, signal),
    showPage(session, `show objects ${inSchema(schema)}`, page, signal),
  ]);
  return { items: rows.map((row) => tableOrView(row, role)), next };
}

/**
 * Tables and views whose names contain a text, in any case, in one database, one schema or the whole account.
 * @param within path of the database or the schema
 * @throws UserError after the last of the names that SHOW tells, if there may be more
 */
export async function searchTablesAndViews(
  session: Session,
  { text, path: within = [], after, limit = DEFAULT_PAGE_SIZE }: Search,
  signal: AbortSignal,
): Promise<PageOf<TableOrView>> {
  const [{ role }, rows] = await Promise.all([
    namesOfLogin(session, signal),
    // No FROM: it goes on after a name, and one name may be found in several schemas.
    rowsOf(session, `show objects like ${quoteText(`%${likePattern(text)}%`)} ${scopeOf(within)}`, signal),
  ]);
  const found = rows.map((row) => tableOrView(row, role)).sort((one, other) => compareTexts(keyOf(one), keyOf(other)));
  const isCut = rows.length >= MAX_SHOWN;
  const rest = after === undefined ? found : found.filter((table) => compareTexts(keyOf(table), after) > 0);
  if (rest.length === 0 && isCut && after !== undefined) {
    throw new UserError(
      `Snowflake tells at most ${MAX_SHOWN.toLocaleString('en-US')} names. Type more of the name, or search in one database.`,
    );
  }
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { items, next: (rest.length > limit || isCut) && last !== undefined ? keyOf(last) : undefined };
}

interface Search extends PageRequest {
  readonly text: string;
  readonly path?: readonly string[] | undefined;
}

function scopeOf(within: readonly string[]): string {
  if (within.length === 0) return 'in account';
  return within.length === 1 ? `in database ${quoteIdentifier(within[0])}` : inSchema(within.slice(0, 2));
}

/** By name first: people look for names. */
function keyOf({ path }: TableOrView): string {
  return JSON.stringify([path.at(-1), ...path.slice(0, -1)]);
}

function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function tableOrView(row: ShownRow, role: string | undefined): TableOrView {
  const { name, rows, bytes, owner, created_on: createdOn } = row;
  const kind = /VIEW/.test(String(row.kind)) ? 'view' : 'table';
  return {
    path: [String(row.database_name), String(row.schema_name), String(name)],
    name: String(name),
    kind,
    comment: String(row.comment ?? ''),
    ...(owner === null || owner === undefined || owner === '' ? {} : { owner: String(owner) }),
    isYours: role !== undefined && owner === role,
    ...(kind === 'view' ? {} : { ...countOf('rows', rows), ...countOf('bytes', bytes) }),
    ...(createdOn instanceof Timestamp ? { createdAt: String(createdOn) } : {}),
  };
}

/** External tables have neither rows nor bytes. */
function countOf(name: 'rows' | 'bytes', value: unknown): { readonly rows?: number; readonly bytes?: number } {
  return value === null || value === undefined || value === '' ? {} : { [name]: Number(value) };
}
