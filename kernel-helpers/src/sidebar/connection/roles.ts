import { z } from 'zod';
import { InternalError } from '../../errors';
import type { Role } from '../../sidebar-contract/index';
import { currentNames } from '../../snowflake/session/current-names';
import type { Session } from '../../snowflake/session/session';
import { rowsOf } from '../../snowflake/statement/rows-of';

const namesSchema = z.array(z.string());

/**
 * The roles that the user may take on, in alphabetical order. SHOW ROLES would also tell roles that the user does not have
 * (docs.snowflake.com, SHOW ROLES and CURRENT_AVAILABLE_ROLES).
 */
export async function listRoles(session: Session, signal: AbortSignal): Promise<readonly Role[]> {
  const [{ role }, [row]] = await Promise.all([
    currentNames(session, signal),
    rowsOf(session, 'select current_available_roles() as "roles"', signal),
  ]);
  const parsed = namesSchema.safeParse(JSON.parse(String(row?.roles)));
  if (!parsed.success)
    throw new InternalError('CURRENT_AVAILABLE_ROLES() of Snowflake did not answer a list of names.');
  const names = new Set([...parsed.data, ...(role === undefined ? [] : [role])]);
  return [...names].sort().map((name) => ({ name, isCurrent: name === role }));
}
