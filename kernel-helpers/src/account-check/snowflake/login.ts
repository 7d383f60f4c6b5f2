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
    const { region } = await account.aws();
    return passed(
      `logged in by ${credentials.method}, role ${row.ROLE}, region ${row.REGION}${travelNote(String(row.REGION), region)}`,
    );
  },
};

/** `AWS_US_WEST_2`, or with a group of regions before it, `PUBLIC.AWS_US_WEST_2` (docs.snowflake.com, CURRENT_REGION). */
function travelNote(snowflakeRegion: string, awsRegion: string): string {
  const own = `AWS_${awsRegion.replaceAll('-', '_').toUpperCase()}`;
  const isSame = snowflakeRegion.endsWith(own) || !/AWS_|AZURE_|GCP_/.test(snowflakeRegion);
  return isSame ? '' : ', another region than that of AWS here: Snowflake bills results that leave its region by size';
}
