import { readSettings } from '../../settings';
import type { SnowflakeAccount, Warehouse } from '../../sidebar-contract/index';
import { currentNames } from '../../snowflake/session/current-names';
import type { Session } from '../../snowflake/session/session';
import { rowsOf } from '../../snowflake/statement/rows-of';
import { isOnThisMachine } from '../../this-machine';
import { listWarehousesWithState } from './warehouses';

/** Who the session is, and what it works with now. None of this needs a running warehouse. */
export async function describeSnowflakeAccount(session: Session, signal: AbortSignal): Promise<SnowflakeAccount> {
  const [names, [row]] = await Promise.all([
    currentNames(session, signal),
    rowsOf(session, 'select current_user() as "user"', signal),
  ]);
  const { role, database, schema } = names;
  const warehouse = await currentWarehouse(session, names.warehouse, signal);
  return {
    isLocal: isLocalSnowflake(),
    account: session.account,
    user: String(row?.user ?? ''),
    ...(role === undefined ? {} : { role }),
    ...(database === undefined ? {} : { database }),
    ...(schema === undefined ? {} : { schema }),
    ...(warehouse === undefined ? {} : { warehouse }),
  };
}

/** The warehouse of the session with its state; a session may name one that its role does not see. */
export async function currentWarehouse(
  session: Session,
  name: string | undefined,
  signal: AbortSignal,
): Promise<Warehouse | undefined> {
  if (name === undefined) return undefined;
  const warehouses = await listWarehousesWithState(session, name, signal);
  return warehouses.find(({ isCurrent }) => isCurrent) ?? { name, state: 'unknown', size: '', isCurrent: true };
}

/** True for the Snowflake on this machine, where nothing costs anything. */
export function isLocalSnowflake(): boolean {
  const { accessUrl } = readSettings();
  return accessUrl !== undefined && isOnThisMachine(accessUrl);
}
