import { type AccountCheck, failed, passed } from './account-check';
import { accountsInUse } from './account-under-check';

/** Whether the environment names everything that the notebooks and their jobs need. Nothing is asked over the network. */
export const settingsCheck: AccountCheck = {
  name: 'settings',
  proves: 'the environment names a region, a warehouse, a database and a schema',
  needs: [],
  async run(account) {
    const { aws, snowflake } = accountsInUse();
    if (aws !== snowflake) {
      return failed(
        `AWS is ${aws}, and Snowflake is ${snowflake}`,
        'Set the variables of both accounts, or unset them: AWS_ENDPOINT_URL… and SF_ACCESS_URL lead to the local ones.',
      );
    }
    const { region, warehouse, database, schema } = account.settings();
    const missing = Object.entries({
      AWS_REGION: region,
      SF_WAREHOUSE: warehouse,
      SF_DATABASE: database,
      SF_SCHEMA: schema,
    })
      .filter(([, value]) => value === undefined)
      .map(([name]) => name);
    if (missing.length > 0) {
      return failed(
        `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set`,
        'A region may also come from the AWS profile, and the others from the secret; a training job needs them by these names. Set them.',
      );
    }
    return passed('complete');
  },
};
