import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '../../../kernel-helpers/dist/cell-api/connect';
import { parseHousing } from '../../../kernel-helpers/dist/dataset/parse-housing';
import { Table } from '../../../kernel-helpers/dist/table/columnar-table';
import { ROOT } from '../../support/clone';
import { withEnvironment } from '../../support/with-environment';
import type { BenchSite } from './bench-site';
import type { Comparison } from './comparison';
import { compareTableToModel } from './table-to-model';

const TABLE = 'california_housing';
const TARGET = 'MEDHOUSEVAL';
const ROUNDS = 200;
const RUNS = 5;

/** California Housing, from the start of the process to the saved model: log in, read, train 200 rounds, save. */
export async function measureHousing(site: BenchSite): Promise<readonly Comparison[]> {
  await loadHousing(site);
  return await compareTableToModel(site, {
    what: `California Housing, process start → saved model, ${ROUNDS} rounds`,
    table: TABLE,
    target: TARGET,
    rounds: ROUNDS,
    runs: RUNS,
    goals: { seconds: { atMost: 0.25 }, megabytes: { atMost: 0.5 } },
  });
}

export async function loadHousing({ account }: BenchSite): Promise<void> {
  const file = process.env.CALIFORNIA_HOUSING_FILE ?? join(ROOT, '..', 'shared', 'data', 'cal_housing.data');
  const columns = parseHousing(readFileSync(file, 'utf8'), file);
  const restore = withEnvironment(account.settings);
  const snowflake = await connect();
  try {
    const table = new Table(
      columns.map(({ name, values }) => ({
        name,
        type: 'FLOAT',
        kind: 'number',
        nullable: true,
        values: Float64Array.from(values),
      })),
    );
    await snowflake.writeTable(table, TABLE, { ifExists: 'replace' });
  } finally {
    await snowflake.close();
    restore();
  }
}
