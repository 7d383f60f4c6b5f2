import { readColumns } from '../../snowflake/result/read-columns';
import { type AccountCheck, failed, passed, unknown } from '../account-check';

const ROWS = 100_000;

/** Made up without a table. The rows fill more than the answer itself, so that Snowflake writes files. */
const SELECT =
  `select seq4() as ID, 'row ' || seq4() || ' of a result that is longer than one answer' as WORDS ` +
  `from table(generator(rowcount => ${ROWS}))`;

/** Whether a client without a session can read the files of a result, as the hosts of a training job do. */
export const resultFilesCheck: AccountCheck = {
  name: 'result-files',
  proves: "a client without a session can fetch a result's files from the store, as training hosts do",
  needs: ['warehouse'],
  uses: { warehouseSeconds: 30 },
  limitSeconds: 180,
  async run(account, signal) {
    const session = await account.session();
    const manifest = await session.run({ sqlText: SELECT, signal });
    if (manifest.chunks.length === 0) {
      return unknown('Snowflake put the whole result into its answer, so there was no file to fetch');
    }
    account.tell(`fetching ${manifest.chunks.length} files`);
    // Without `refreshManifest`, only the links and their headers are used.
    const [ids] = await readColumns(manifest, { signal });
    const distinct = new Set(Array.from(ids.values, Number)).size;
    const { host } = new URL(manifest.chunks[0].url);
    if (distinct !== ROWS) {
      return failed(
        `${host} gave ${distinct} of ${ROWS} rows`,
        'Please report it, with the file that --report writes.',
      );
    }
    return passed(`${manifest.chunks.length} files from ${host}`);
  },
};
