import { rowsOf } from '../../snowflake/statement/rows-of';
import { trainingSelect } from '../../snowflake/statement/training-select';
import { type AccountCheck, passed, unknown } from '../account-check';

/**
 * Whether the role may read the table that SF_TABLE names. EXPLAIN compiles the statement, which needs the same rights,
 * and does not run it, so no warehouse is started (docs.snowflake.com, EXPLAIN, usage notes).
 */
export const grantsCheck: AccountCheck = {
  name: 'grants',
  proves: 'the role may read the table that SF_TABLE names (EXPLAIN of the own query of a job, which does not run it)',
  needs: ['warehouse'],
  async run(account, signal) {
    const { table } = account.settings();
    if (table === undefined) return unknown('no table is named', 'To know it, set SF_TABLE to the table to train on.');
    const session = await account.session();
    await rowsOf(session, `explain ${trainingSelect(table)}`, signal);
    return passed(`${table} may be read`);
  },
};
