import { printName } from '../identifiers';
import { missingObject, noActiveWarehouse, SnowflakeError } from '../snowflake-error';
import type { AlterWarehouse } from '../sql/statement';
import type { StatementContext } from './context';

const DONE = 'Statement executed successfully.';

/**
 * ALTER WAREHOUSE … SUSPEND and RESUME: https://docs.snowflake.com/en/sql-reference/sql/alter-warehouse. A warehouse costs
 * nothing here, so only what SHOW WAREHOUSES says changes; the next statement that needs it resumes it, unless it was
 * created with AUTO_RESUME = FALSE.
 */
export function alterWarehouse({ account, session }: StatementContext, alter: AlterWarehouse): string {
  const name = alter.name ?? session.warehouse;
  if (name === null) throw noActiveWarehouse();
  if (account.catalog.objects.find('warehouse', { name }) === undefined) {
    if (alter.ifExists) return DONE;
    throw missingObject('Warehouse', printName(name));
  }
  const { suspendedWarehouses } = account;
  if (alter.action === 'suspend') {
    if (suspendedWarehouses.has(name)) throw invalidState('090064', name, 'suspended');
    suspendedWarehouses.add(name);
  } else if (!suspendedWarehouses.delete(name) && !alter.ifSuspended) throw invalidState('090063', name, 'resumed');
  return DONE;
}

function invalidState(code: string, name: string, what: string): SnowflakeError {
  return new SnowflakeError(code, '22000', `Invalid state. Warehouse '${printName(name)}' cannot be ${what}.`);
}
