import { failedOf, isUserError, UserError } from '../../errors';
import { nearestName } from '../../nearest-name';
import type { Session } from '../session/session';
import { nameParts, writeName } from '../statement/identifiers';
import { namedTables } from '../statement/named-tables';
import { isQuery, type SqlRequest } from '../statement/read-statement';
import { TokenTree } from '../statement/token-tree';
import { isKeyword } from '../statement/tokens';
import { listColumns } from './browse';
import { adviceSignal, type NamedKind, nearestPlace } from './nearest-place';

/** Snowflake's codes for names that it does not find (docs.snowflake.com, driver error texts). */
const NOT_FOUND = '002003';
const NOT_FOUND_OR_NOT_POSSIBLE = '002043';
const INVALID_IDENTIFIER = '000904';
const NOT_ALLOWED = '003001';

/** A statement with more tables gets no advice, since each table costs a call. */
const MAX_TABLES = 5;
const SHOWN_COLUMNS = 30;

/** Adds the nearest name to the error of a statement that failed because a name in it does not exist. */
export async function withNearestName(
  session: Session,
  error: unknown,
  { role, request }: { readonly role?: string; readonly request?: SqlRequest },
): Promise<unknown> {
  if (!isUserError(error) || !(error.cause instanceof Error)) return error;
  const { message } = error.cause;
  switch (error.facts.code) {
    case NOT_FOUND: {
      const [, kind, name] = /(\w+) '(.+)' does not exist/.exec(message) ?? [];
      const known = KINDS[kind];
      return known === undefined ? error : await withPlace(session, error, known, nameParts(name), role);
    }
    case NOT_FOUND_OR_NOT_POSSIBLE: {
      const used = request === undefined ? undefined : usedName(request);
      return used === undefined ? error : await withPlace(session, error, used.kind, used.name, role);
    }
    case INVALID_IDENTIFIER: {
      const name = /invalid identifier '(.+)'/.exec(message)?.[1];
      return name === undefined || request === undefined ? error : await withColumn(session, error, name, request);
    }
    case NOT_ALLOWED:
      return request !== undefined && isQuery(request) ? withGrant(error, message, role) : error;
    default:
      return error;
  }
}

const KINDS: Readonly<Record<string, NamedKind>> = {
  Object: 'table',
  Table: 'table',
  Schema: 'schema',
  Database: 'database',
  Warehouse: 'warehouse',
};

async function withPlace(
  session: Session,
  error: UserError,
  kind: NamedKind,
  name: readonly string[],
  role: string | undefined,
): Promise<UserError> {
  const found = await nearestPlace(session, kind, name);
  // This is only advice: without the list, the error stays as it is.
  if (found === undefined) return error;
  const shown = found.missing.map(writeName).join('.');
  const word = found.kind.charAt(0).toUpperCase() + found.kind.slice(1);
  return new UserError(`${word} ${shown} does not exist, or role ${role ?? '(default)'} may not see it.`, {
    cause: error.cause,
    facts: { ...error.facts, [found.kind]: shown },
    reason: error.reason,
    advice: found.isNear ? found.advice : `${found.advice} ${grantAdvice(found.kind, shown, role)}`,
  });
}

/** What lets a role see a thing and use it (docs.snowflake.com, "Access control privileges"). */
const RIGHT: Readonly<Record<NamedKind | 'view', string>> = {
  table: 'select',
  view: 'select',
  schema: 'usage',
  database: 'usage',
  warehouse: 'usage',
};

function grantAdvice(kind: NamedKind | 'view', name: string, role = '…'): string {
  return `If it is there, its owner runs: grant ${RIGHT[kind]} on ${kind} ${name} to role ${role}.`;
}

/** Says which grant a query lacks; Snowflake's error tells the thing, and a query needs no more than this right on it. */
function withGrant(error: UserError, message: string, role: string | undefined): UserError {
  const [, kind, name] =
    /Insufficient privileges to operate on (table|view|schema|database) '(.+)'/.exec(message) ?? [];
  if (kind === undefined) return error;
  const owner = `Its owner runs: grant ${RIGHT[kind as keyof typeof RIGHT]} on ${kind} ${name} to role ${role ?? '…'}.`;
  return new UserError(failedOf(error), {
    cause: error.cause,
    facts: error.facts,
    reason: error.reason,
    advice: owner,
  });
}

/** The name in `use warehouse w`; Snowflake's error does not tell it. */
function usedName({ tokens }: SqlRequest): { readonly kind: NamedKind; readonly name: readonly string[] } | undefined {
  if (!isKeyword(tokens[0], 'USE')) return undefined;
  const kind = (['warehouse', 'database', 'schema'] as const).find((word) => isKeyword(tokens[1], word.toUpperCase()));
  if (kind === undefined) return undefined;
  const [name] = new TokenTree(tokens).nameAt(2);
  return name.length === 0 ? undefined : { kind, name };
}

/** Looks for the column only in the tables of the statement. */
async function withColumn(
  session: Session,
  error: UserError,
  written: string,
  request: SqlRequest,
): Promise<UserError> {
  const { reads, fills } = namedTables(request);
  const tables = [...reads, ...fills];
  if (tables.length === 0 || tables.length > MAX_TABLES) return error;
  const lists = await Promise.all(
    tables.map((name) =>
      listColumns(session, name.map(writeName).join('.'), adviceSignal()).catch(() => ({ items: [] })),
    ),
  );
  const columns = [...new Set(lists.flatMap(({ items }) => items).map(({ name }) => name))];
  if (columns.length === 0) return error;
  const nearest = nearestName(nameParts(written).at(-1) ?? '', columns);
  const shown = columns.slice(0, SHOWN_COLUMNS).map(writeName).join(', ');
  const more = columns.length > SHOWN_COLUMNS ? ', …' : '';
  const advice = nearest === undefined ? `The columns are ${shown}${more}.` : `Did you mean ${writeName(nearest)}?`;
  return new UserError(error.message, {
    cause: error.cause,
    facts: { ...error.facts, column: written },
    reason: error.reason,
    advice,
  });
}
