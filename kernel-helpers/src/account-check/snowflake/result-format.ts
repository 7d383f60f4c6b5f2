import type { ResultFormat } from '../../snowflake/result/manifest';
import { readColumns } from '../../snowflake/result/read-columns';
import type { Session } from '../../snowflake/session/session';
import { runWithExactFloats } from '../../snowflake/statement/exact-floats';
import { readStatement } from '../../snowflake/statement/read-statement';
import { inFormat } from '../../snowflake/statement/statement-format';
import { type AccountCheck, failed, passed } from '../account-check';

/** Doubles that differ from every decimal of 15 digits. */
const SELECT =
  'select 0.1::float + 0.2::float as A, 1::float / 3::float as B, 9007199254740991::float as C, -5e-324::float as D';
const DOUBLES = [0.1 + 0.2, 1 / 3, Number.MAX_SAFE_INTEGER, -5e-324];

/** Whether `resultFormat: 'arrow'` and `exactFloats` do here what they do on the local account. */
export const resultFormatCheck: AccountCheck = {
  name: 'result-format',
  proves: 'whether Snowflake answers Arrow to this driver, and that exactFloats gives every bit of a FLOAT',
  needs: ['warehouse'],
  uses: { warehouseSeconds: 30 },
  limitSeconds: 120,
  async run(account, signal) {
    const session = await account.session();
    const { format } = await session.run(inFormat({ sqlText: SELECT, signal }, 'arrow'));
    const asTexts = await wrongDoubles(session, 'json', signal);
    const asChosen = await wrongDoubles(session, undefined, signal);
    const answers = format === 'arrow' ? 'Snowflake answers Arrow' : 'Snowflake answers JSON where Arrow is asked for';
    const wrong = [...asTexts.map((text) => `${text} as texts`), ...asChosen];
    if (wrong.length === 0) return passed(`${answers}; FLOAT is exact both as texts and as exactFloats chooses`);
    return failed(
      `${answers}; FLOAT is not exact: ${wrong.join('; ')}`,
      'Please report it, with the file that --report writes.',
    );
  },
};

async function wrongDoubles(
  session: Session,
  format: ResultFormat | undefined,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const manifest = await runWithExactFloats(session, readStatement(SELECT), { sqlText: SELECT, signal }, format);
  const columns = await readColumns(manifest, { signal });
  return columns
    .map(({ values: [value] }, index) => ({ value, wanted: DOUBLES[index] }))
    .filter(({ value, wanted }) => !Object.is(value, wanted))
    .map(({ value, wanted }) => `${wanted} came as ${String(value)}`);
}
