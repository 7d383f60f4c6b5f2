import { nearestName } from '../../nearest-name';
import type { Page } from '../../page';
import type { Session } from '../session/session';
import { writeName } from '../statement/identifiers';
import { listDatabases, listSchemas, listTables, listWarehouses, type NamedObject } from './browse';

export type NamedKind = 'table' | 'schema' | 'database' | 'warehouse';

/** The first part of a name that does not exist (for example its schema), and what to do about it. */
export interface NearestPlace {
  readonly kind: NamedKind;
  readonly missing: readonly string[];
  readonly advice: string;
  /** Whether there is one of nearly that name; without one, a right may be missing. */
  readonly isNear: boolean;
}

/** How long a failure may wait for advice. */
const ADVICE_SECONDS = 10;
const LIMIT = 1000;

const LISTED_BY: Readonly<Record<NamedKind, string>> = {
  table: 'listTables',
  schema: 'listSchemas',
  database: 'listDatabases',
  warehouse: 'listWarehouses',
};

export function adviceSignal(): AbortSignal {
  return AbortSignal.timeout(ADVICE_SECONDS * 1000);
}

/** Looks for the nearest name in the schema of a missing one; if the schema is missing too, among the schemas. */
export async function nearestPlace(
  session: Session,
  kind: NamedKind,
  missing: readonly string[],
): Promise<NearestPlace | undefined> {
  const place = missing.slice(0, -1);
  const listed = await list(session, kind, place).catch(() => undefined);
  if (listed === undefined) {
    return place.length === 0
      ? undefined
      : await nearestPlace(session, kind === 'table' ? 'schema' : 'database', place);
  }
  const nearest = nearestName(
    missing[missing.length - 1],
    listed.items.map(({ name }) => name),
  );
  const advice =
    nearest === undefined
      ? `List the ${kind}s with snowflake.${LISTED_BY[kind]}().`
      : `Did you mean ${writeName(nearest)}?`;
  return { kind, missing, advice, isNear: nearest !== undefined };
}

async function list(session: Session, kind: NamedKind, place: readonly string[]): Promise<Page<NamedObject>> {
  const options = { limit: LIMIT, signal: adviceSignal() };
  const container = place.length === 0 ? undefined : place.map(writeName).join('.');
  switch (kind) {
    case 'table':
      return await listTables(session, container, options);
    case 'schema':
      return await listSchemas(session, container, options);
    case 'database':
      return await listDatabases(session, options);
    case 'warehouse':
      return await listWarehouses(session, options);
  }
}
