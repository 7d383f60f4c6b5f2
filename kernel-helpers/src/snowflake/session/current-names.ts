import { rowsOf } from '../statement/rows-of';
import type { StatementRunner } from './session';

/** What a session works with now; undefined where it has none. */
export interface SessionNames {
  readonly role?: string;
  readonly warehouse?: string;
  readonly database?: string;
  readonly schema?: string;
}

/** Asks Snowflake, which knows the defaults of the user, too; needs no warehouse. */
export async function currentNames(session: StatementRunner, signal: AbortSignal): Promise<SessionNames> {
  const [row] = await rowsOf(
    session,
    'select current_role() as role, current_warehouse() as warehouse, current_database() as "database", current_schema() as "schema"',
    signal,
  );
  const text = (value: unknown): string | undefined =>
    value === null || value === undefined ? undefined : String(value);
  return {
    role: text(row?.ROLE),
    warehouse: text(row?.WAREHOUSE),
    database: text(row?.database),
    schema: text(row?.schema),
  };
}
