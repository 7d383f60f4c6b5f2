import { accessProblems } from '../../sagemaker/job/check-access';
import { Snowflake } from '../../snowflake/snowflake';
import { type AccountCheck, failed, passed, unknown } from '../account-check';

/** Whether the role may read the table that SF_TABLE names: what a training job asks before it starts. */
export const grantsCheck: AccountCheck = {
  name: 'grants',
  proves: "the role may read the table that SF_TABLE names (EXPLAIN of a job's query, which does not run it)",
  needs: ['warehouse'],
  async run(account, signal) {
    const { table, ...names } = account.settings();
    if (table === undefined) return unknown('no table is named', 'To know it, set SF_TABLE to the table to train on.');
    const snowflake = new Snowflake(await account.session(), names, signal);
    const problems = await accessProblems(snowflake, table, names);
    return problems.length === 0 ? passed(`${table} may be read`) : failed('not readable', problems.join(' '));
  },
};
