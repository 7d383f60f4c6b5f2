import { z } from 'zod';
import { rowsOf } from '../../snowflake/statement/rows-of';
import { type AccountCheck, failed, passed } from '../account-check';

const rowSchema = z.object({ name: z.string(), size: z.string(), auto_suspend: z.coerce.number().nullish() });

/** Longer idle times cost more than the statements of a notebook. */
const LONG_IDLE_SECONDS = 300;

/**
 * Whether the session has a warehouse, a database and a schema, and what the warehouse costs. A login succeeds without
 * them, and so does DESCRIBE. Neither CURRENT_WAREHOUSE() nor SHOW starts a warehouse.
 */
export const warehouseCheck: AccountCheck = {
  name: 'warehouse',
  proves: 'the role may use the warehouse, the database and the schema; what the warehouse costs',
  needs: ['login'],
  async run(account, signal) {
    const session = await account.session();
    const { warehouse, database, schema } = await account.connection();
    const current =
      'select current_warehouse() as WAREHOUSE, current_database() as DATABASE, current_schema() as SCHEMA';
    const [names] = await rowsOf(session, current, signal);
    const missing = Object.keys(names).filter((kind) => names[kind] === null);
    if (missing.length > 0) {
      const given = { WAREHOUSE: warehouse, DATABASE: database, SCHEMA: schema };
      return failed(
        `the session has no ${missing.map((kind) => kind.toLowerCase()).join(' and no ')}`,
        missing.map((kind) => adviceFor(kind, given[kind as keyof typeof given])).join(' '),
      );
    }
    const found = await rowsOf(session, 'show warehouses', signal);
    const row = found.map((one) => rowSchema.parse(one)).find(({ name }) => name === names.WAREHOUSE);
    if (row === undefined) return passed('it is there; SHOW does not tell its size');
    // No idle time at all means that nothing suspends the warehouse (docs.snowflake.com, CREATE WAREHOUSE, AUTO_SUSPEND).
    const autoSuspendSeconds = row.auto_suspend ?? 0;
    if (autoSuspendSeconds === 0) {
      return failed(
        `${row.size}, and nothing suspends it: once started it costs money until somebody stops it`,
        `Run: alter warehouse ${row.name} set auto_suspend = 60.`,
      );
    }
    account.warehouse = { size: row.size, autoSuspendSeconds };
    const advice = autoSuspendSeconds > LONG_IDLE_SECONDS ? ', which is long: 60 is enough' : '';
    return passed(`${row.size}, suspends itself after ${autoSuspendSeconds} s${advice}`);
  },
};

function adviceFor(kind: string, given: string | undefined): string {
  const word = kind.toLowerCase();
  if (given === undefined) return `Set SF_${kind}.`;
  return `The ${word} ${given} does not exist, or the role may not use it: create it, or run grant usage on ${word} ${given} to role ….`;
}
