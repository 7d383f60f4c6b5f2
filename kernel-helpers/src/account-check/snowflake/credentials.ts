import { type AccountCheck, passed } from '../account-check';

/** Whether there is something to log in to Snowflake with: mostly a secret, which this check reads. */
export const credentialsCheck: AccountCheck = {
  name: 'credentials',
  proves: 'the secret for Snowflake can be read and says how to log in',
  needs: ['settings', 'identity'],
  async run(account) {
    const { credentials, source } = await account.connection();
    return passed(`${source}: ${credentials.method}`);
  },
};
