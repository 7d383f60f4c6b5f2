import type { CellValue } from '../../table/table';
import type { Session } from '../session/session';
import { quoteIdentifier, quoteText } from '../statement/identifiers';
import { rowsOf } from '../statement/rows-of';

/** What SHOW TABLES tells about one table. */
export interface ShownTable {
  /** A temporary table hides a lasting one of its name (docs.snowflake.com, "Working with temporary and transient tables"). */
  readonly kind: 'table' | 'temporary table' | 'transient table';
  readonly comment: string;
  /** Its database and schema. */
  readonly place: readonly [database: string, schema: string];
  /** Undefined for external tables. */
  readonly rows?: number | undefined;
  readonly bytes?: number | undefined;
}

const KINDS: Readonly<Record<string, ShownTable['kind']>> = {
  TEMPORARY: 'temporary table',
  TRANSIENT: 'transient table',
};

/** Looks up the table that a name (folded parts) means in this session, if there is one. Needs no warehouse. */
export async function showTable(
  session: Session,
  name: readonly string[],
  signal: AbortSignal,
): Promise<ShownTable | undefined> {
  const named = await show(session, 'tables', name, signal);
  const found = named.find((row) => row.kind === 'TEMPORARY') ?? named[0];
  if (found === undefined) return undefined;
  return {
    kind: KINDS[String(found.kind)] ?? 'table',
    comment: String(found.comment ?? ''),
    place: [String(found.database_name), String(found.schema_name)],
    rows: countOf(found.rows),
    bytes: countOf(found.bytes),
  };
}

/** What SHOW VIEWS tells about one view. */
export interface ShownView {
  readonly comment: string;
  /** The statement that made it; empty where the role may not see it. */
  readonly sqlText: string;
  /** Its database and schema. */
  readonly place: readonly [database: string, schema: string];
}

/** Looks a view up by its folded name parts; undefined where there is none. Needs no warehouse. */
export async function showView(
  session: Session,
  name: readonly string[],
  signal: AbortSignal,
): Promise<ShownView | undefined> {
  const [found] = await show(session, 'views', name, signal);
  if (found === undefined) return undefined;
  return {
    comment: String(found.comment ?? ''),
    sqlText: String(found.text ?? ''),
    place: [String(found.database_name), String(found.schema_name)],
  };
}

/** External tables have neither rows nor bytes. */
export function countOf(value: unknown): number | undefined {
  return value === null || value === undefined || value === '' ? undefined : Number(value);
}

async function show(
  session: Session,
  what: 'tables' | 'views',
  name: readonly string[],
  signal: AbortSignal,
): Promise<readonly Readonly<Record<string, CellValue>>[]> {
  const ownName = name[name.length - 1];
  const container = name.slice(0, -1);
  const rows = await rowsOf(
    session,
    `show ${what} like ${quoteText(likePattern(ownName))} ${inSchema(container)}`,
    signal,
  );
  return rows.filter((row) => row.name === ownName);
}

/**
 * Where SHOW looks: in this schema (folded name parts), else in the session's. Without IN, SHOW looks through the whole
 * database, and tells only one of several objects of the same name (docs.snowflake.com, "SHOW OBJECTS").
 */
export function inSchema(container: readonly string[]): string {
  return ['in schema', ...(container.length === 0 ? [] : [container.map(quoteIdentifier).join('.')])].join(' ');
}

/** A LIKE pattern without wild cards. LIKE ignores case, so the caller compares the name once more. */
export function likePattern(name: string): string {
  return name.replace(/[\\%_]/g, '\\$&');
}
