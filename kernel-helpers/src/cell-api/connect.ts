import { type ConnectOptions, connectIn, type Snowflake } from '../snowflake/connect';
import { IN_CELL } from './in-cell';

/**
 * Logs in to Snowflake with the secret `snowflake_credentials` and the names in `SF_ACCOUNT`, `SF_WAREHOUSE`, `SF_DATABASE`
 * and `SF_SCHEMA`. Warehouse, database and schema need not exist yet. A login that `checkSetup()` or the check of a job has
 * finished with in the last ten minutes is taken over where all parameters are the same; `close()` ends it.
 */
export async function connect(options: ConnectOptions = {}): Promise<Snowflake> {
  return await connectIn(IN_CELL, options);
}
