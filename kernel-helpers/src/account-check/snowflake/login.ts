import { rowsOf } from '../../snowflake/statement/rows-of';
import { type AccountCheck, passed } from '../account-check';

/** Whether Snowflake lets us in. Logging in starts no warehouse. */
export const loginCheck: AccountCheck = {
  name: 'login',
  proves: 'Snowflake accepts this way to log in, from this network',
  needs: ['credentials'],
  async run(account, signal) {
    const session = await account.session();
    const [row] = await rowsOf(session, 'select current_role() as ROLE, current_region() as REGION', signal);
    const { credentials } = await account.connection();
    return passed(`logged in by ${credentials.method}, role ${row.ROLE}, region ${row.REGION}`);
  },
};
