import { connect } from '../../../kernel-helpers/dist/cell-api/connect';
import { withEnvironment } from '../../support/with-environment';
import type { BenchSite } from './bench-site';
import type { Comparison } from './comparison';
import { compareTableToModel } from './table-to-model';

const TABLE = 'million_rows';
const TARGET = 'TARGET';
const ROWS = 1_000_000;
/** With the target there are twenty columns. */
const FEATURES = 19;
const ROUNDS = 50;
const RUNS = 3;

/** A million rows, from the start of the process to the saved model. The local account makes the result's files on the way. */
export async function measureMillionRows(site: BenchSite): Promise<readonly Comparison[]> {
  await makeTable(site);
  return await compareTableToModel(site, {
    what: `${ROWS / 1e6}M × ${FEATURES + 1}, process start → saved model, ${ROUNDS} rounds`,
    table: TABLE,
    target: TARGET,
    rounds: ROUNDS,
    runs: RUNS,
    goals: { seconds: { atMost: 0.5 }, megabytes: undefined },
  });
}

async function makeTable({ account }: BenchSite): Promise<void> {
  const features = Array.from(
    { length: FEATURES },
    (_, index) => `uniform(0::float, 1::float, random(${index})) as f${index}`,
  );
  const restore = withEnvironment(account.settings);
  const snowflake = await connect();
  try {
    await snowflake.execute(
      `create or replace table ${TABLE} as select *, 3 * f0 + f1 * f2 - f3 * f3 as ${TARGET}
       from (select ${features.join(', ')} from table(generator(rowcount => ${ROWS})))`,
    );
  } finally {
    await snowflake.close();
    restore();
  }
}
