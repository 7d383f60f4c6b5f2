import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '../../../kernel-helpers/dist/cell-api/connect';
import { parseHousing } from '../../../kernel-helpers/dist/dataset/parse-housing';
import { Table } from '../../../kernel-helpers/dist/table/columnar-table';
import { PEERS_PYTHON, ROOT } from '../../support/clone';
import { withEnvironment } from '../../support/with-environment';
import type { BenchSite } from './bench-site';
import type { Comparison } from './comparison';
import { measureProcess, type ProcessFacts } from './measured-process';

const TABLE = 'california_housing';
const TARGET = 'MEDHOUSEVAL';
const ROUNDS = 200;
const RUNS = 5;

/** California Housing, from the start of the process to the saved model: log in, read, train 200 rounds, save. */
export async function measureHousing(site: BenchSite): Promise<readonly Comparison[]> {
  await loadHousing(site);
  const ours: ProcessFacts[] = [];
  const theirs: ProcessFacts[] = [];
  const hyperparameters = { objective: 'reg:squarederror', num_round: String(ROUNDS) };
  for (let run = 0; run < RUNS; run += 1) {
    ours.push(await site.trainOnHost({ table: TABLE, target: TARGET, hyperparameters }));
    theirs.push(await trainInPython(site));
  }
  const what = `California Housing, process start → saved model, ${ROUNDS} rounds`;
  const peer = 'Python connector → pandas → xgboost';
  const secondsOf = (runs: readonly ProcessFacts[]) => runs.map(({ seconds }) => seconds);
  const megabytesOf = (runs: readonly ProcessFacts[]) => runs.map(({ megabytes }) => megabytes);
  return [
    { what, unit: 's', ours: secondsOf(ours), peer: { name: peer, values: secondsOf(theirs) }, goal: { atMost: 0.25 } },
    {
      what: `${what}: peak memory`,
      unit: 'MB',
      ours: megabytesOf(ours),
      peer: { name: peer, values: megabytesOf(theirs) },
      goal: { atMost: 0.5 },
    },
  ];
}

async function loadHousing({ account }: BenchSite): Promise<void> {
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

function trainInPython({ account, folder }: BenchSite): Promise<ProcessFacts> {
  return measureProcess(PEERS_PYTHON, ['-W', 'ignore', join(__dirname, 'table_to_model.py')], {
    ...account.settings,
    HOME: folder,
    TABLE,
    TARGET,
    ROUNDS: String(ROUNDS),
    MODEL_FILE: join(folder, 'python.ubj'),
  });
}
