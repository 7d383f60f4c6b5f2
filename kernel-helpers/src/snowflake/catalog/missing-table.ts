import { UserError } from '../../errors';
import { nearestName } from '../../nearest-name';
import type { Session } from '../session/session';
import { nameParts, quoteIdentifier } from '../statement/identifiers';
import { listTables } from './browse';

/** Snowflake's code for "Object … does not exist or not authorized". */
const NOT_FOUND = '002003';

/** How long a failure may wait for advice. */
const ADVICE_SECONDS = 10;

/** For a statement that failed because its table is not there: the same error with the nearest table's name. */
export async function withNearestTable(session: Session, error: unknown, role: string | undefined): Promise<unknown> {
  if (!(error instanceof UserError) || error.facts.code !== NOT_FOUND || !(error.cause instanceof Error)) return error;
  const missing = /Object '(.+)' does not exist/.exec(error.cause.message)?.[1];
  if (missing === undefined) return error;
  const parts = nameParts(missing);
  const schema = parts.length === 1 ? undefined : parts.slice(0, -1).map(quoteIdentifier).join('.');
  // Advice only: when the list cannot be had, the error stands as it is.
  const tables = await listTables(session, schema, {
    limit: 1000,
    signal: AbortSignal.timeout(ADVICE_SECONDS * 1000),
  }).catch(() => undefined);
  if (tables === undefined) return error;
  const nearest = nearestName(
    parts[parts.length - 1],
    tables.items.map(({ name }) => name),
  );
  const advice = nearest === undefined ? 'List the tables with snowflake.listTables().' : `Did you mean ${nearest}?`;
  return new UserError(`Table ${missing} does not exist, or role ${role ?? '(default)'} may not see it. ${advice}`, {
    cause: error.cause,
    facts: { ...error.facts, table: missing },
  });
}
