import { join } from 'node:path';
import { uploadScript } from '../../container/support/upload-script';
import { PEERS_PYTHON } from '../../support/clone';
import { withEnvironment } from '../../support/with-environment';
import { startRecordedAnswers } from '../snowflake/recorded-answers';
import type { BenchSite, HostJob } from './bench-site';
import type { Comparison } from './comparison';
import { measureProcess, type ProcessFacts } from './measured-process';
import { makeWideTable, WIDE_TARGET } from './wide-table';

const ROUNDS = 50;
const PEER = 'Python connector → pandas → xgboost';

/** A million rows, from the start of the process to the saved model. The result's chunks are recorded before. */
export async function measureWide(site: BenchSite): Promise<readonly Comparison[]> {
  const { ours, theirs } = await compare(site, { table: 'wide', rowCount: 1_000_000, runs: 3 });
  const what = `1M × 20, process start → saved model, ${ROUNDS} rounds`;
  const peer = { name: PEER, values: theirs.map(({ seconds }) => seconds) };
  return [
    { what, unit: 's', ours: ours.map(({ seconds }) => seconds), peer, goal: { atMost: 0.5 } },
    memoryOf(what, ours, theirs, 0.5),
  ];
}

/** Five million rows that are streamed: they are never in memory as values. */
export async function measureStreamed(site: BenchSite): Promise<readonly Comparison[]> {
  const restore = withEnvironment(site.account.settings);
  const hyperparameters = await uploadScript(
    site,
    `exports.default = defineTraining(async ({ share, hyperparameters, train, saveModel }) => {
      await saveModel(await train(await share({ validation: 0.25, stream: true }), hyperparameters));
    });`,
  ).finally(restore);
  const { ours, theirs } = await compare(site, { table: 'long', rowCount: 5_000_000, runs: 1, hyperparameters });
  return [memoryOf(`5M × 20 streamed, ${ROUNDS} rounds`, ours, theirs, 0.25)];
}

interface WideJob {
  readonly table: string;
  readonly rowCount: number;
  readonly runs: number;
  readonly hyperparameters?: HostJob['hyperparameters'];
}

async function compare(
  site: BenchSite,
  { table, rowCount, runs, hyperparameters }: WideJob,
): Promise<{ readonly ours: readonly ProcessFacts[]; readonly theirs: readonly ProcessFacts[] }> {
  await makeWideTable(site, table, rowCount);
  const snowflake = await startRecordedAnswers(site.account.settings.SF_ACCESS_URL, { everySelect: true });
  const env = { SF_ACCESS_URL: snowflake.url };
  const job = {
    table,
    target: WIDE_TARGET,
    hyperparameters: { objective: 'reg:squarederror', num_round: String(ROUNDS), ...hyperparameters },
    env,
  };
  const ours: ProcessFacts[] = [];
  const theirs: ProcessFacts[] = [];
  try {
    // The first time, each query runs; from then on its answer is recorded.
    for (let run = 0; run <= runs; run += 1) {
      const own = await site.trainOnHost(job);
      const peer = await trainInPython(site, table, env);
      if (run === 0) continue;
      ours.push(own);
      theirs.push(peer);
    }
    return { ours, theirs };
  } finally {
    snowflake.close();
  }
}

function memoryOf(
  what: string,
  ours: readonly ProcessFacts[],
  theirs: readonly ProcessFacts[],
  atMost: number,
): Comparison {
  return {
    what: `${what}: peak memory`,
    unit: 'MB',
    ours: ours.map(({ megabytes }) => megabytes),
    peer: { name: PEER, values: theirs.map(({ megabytes }) => megabytes) },
    goal: { atMost },
  };
}

function trainInPython(
  { account, folder }: BenchSite,
  table: string,
  env: Readonly<Record<string, string>>,
): Promise<ProcessFacts> {
  return measureProcess(PEERS_PYTHON, ['-W', 'ignore', join(__dirname, 'table_to_model.py')], {
    ...account.settings,
    ...env,
    HOME: folder,
    TABLE: table,
    // The connector names columns as Snowflake stores them.
    TARGET: WIDE_TARGET.toUpperCase(),
    ROUNDS: String(ROUNDS),
    MODEL_FILE: join(folder, 'python.ubj'),
  });
}
