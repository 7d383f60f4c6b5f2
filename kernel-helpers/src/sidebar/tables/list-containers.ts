import type { Database } from '../../sidebar-contract/index';
import { type PageRequest, type ShownRow, showPage } from '../../snowflake/catalog/show-page';
import type { Session } from '../../snowflake/session/session';
import { quoteIdentifier } from '../../snowflake/statement/identifiers';
import { namesOfLogin } from '../names-of-login';

export interface PageOf<Item> {
  readonly items: Item[];
  readonly next?: string | undefined;
}

/** The databases that the role sees. */
export async function listDatabases(
  session: Session,
  page: PageRequest,
  signal: AbortSignal,
): Promise<PageOf<Database>> {
  const [{ database }, { rows, next }] = await Promise.all([
    namesOfLogin(session, signal),
    showPage(session, 'show databases', page, signal),
  ]);
  return { items: rows.map((row) => container(row, [String(row.name)], row.name === database)), next };
}

/** The schemas of a database that the role sees. */
export async function listSchemas(
  session: Session,
  database: string,
  page: PageRequest,
  signal: AbortSignal,
): Promise<PageOf<Database>> {
  const [current, { rows, next }] = await Promise.all([
    namesOfLogin(session, signal),
    showPage(session, `show schemas in database ${quoteIdentifier(database)}`, page, signal),
  ]);
  const isIn = current.database === database;
  return {
    items: rows.map((row) => container(row, [database, String(row.name)], isIn && row.name === current.schema)),
    next,
  };
}

function container(row: ShownRow, path: string[], isCurrent: boolean): Database {
  const { owner } = row;
  return {
    path,
    name: String(row.name),
    comment: String(row.comment ?? ''),
    // INFORMATION_SCHEMA and shared databases have no owner.
    ...(owner === null || owner === undefined || owner === '' ? {} : { owner: String(owner) }),
    isCurrent,
  };
}
