import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProgram } from '../../program-surroundings';
import { startTrainingJob } from '../../sagemaker/job/start-job';
import { jobFailure } from '../../sagemaker/watch/failure';
import { readFinishedModel } from '../../sagemaker/watch/finished-model';
import { followJob } from '../../sagemaker/watch/follow-job';
import type { JobDescription } from '../../sagemaker/watch/job-description';
import type { JobFinishedEvent, JobLogEvent } from '../../sagemaker/watch/job-event';
import { rowsOf } from '../../snowflake/statement/rows-of';
import { type AccountCheck, failed, passed, unknown } from '../account-check';
import type { AccountUnderCheck } from '../account-under-check';
import { uniqueTableName } from '../unique-name';
import { removeArtefacts, stopIfRunning } from './remove-job';

const INSTANCE_TYPE = 'ml.m5.large';
/** SageMaker stops the job then, so it cannot cost more. */
const MAX_RUN_SECONDS = 900;
const MAX_WAIT_SECONDS = 1200;

const SCRIPT = `import { defineTraining } from 'container';
export default defineTraining(async ({ share, hyperparameters, train, saveModel }) => {
  await saveModel(await train(await share(), hyperparameters));
});
`;

/** Whether a job on SageMaker reads a table of Snowflake and leaves a model: the whole way of the notebooks, once. */
export const jobCheck: AccountCheck = {
  name: 'job',
  proves: `one host (${INSTANCE_TYPE}) pulls the image, logs in to Snowflake, reads a table of 100 rows and saves a model`,
  needs: ['settings', 'role', 'bucket', 'warehouse', 'image'],
  uses: { warehouseSeconds: 60, trainingHostSeconds: MAX_RUN_SECONDS },
  limitSeconds: MAX_WAIT_SECONDS,
  async run(account, signal) {
    if (account.imageUri === undefined) return unknown('there is no image in ECR');
    account.tell('making a table of 100 rows');
    const table = await makeTable(account, signal);
    account.tell('starting the job');
    const name = await startJob(account, account.imageUri, table);
    const { description, end, lines } = await waitForEnd(account, name, signal);
    if (end.status !== 'Completed' || description.modelArtefact === undefined) {
      return failed(`the job is ${end.status}`, jobFailure({ ...description, ...end, lines }).message);
    }
    const model = await readFinishedModel(description.modelArtefact, signal);
    const problem = model.problem ?? model.missing;
    if (problem !== undefined) return failed('the job left no model that can be read', problem);
    const log = lines.length === 0 ? "; its log could not be seen: may the job's role make it?" : '';
    return passed(`${model.facts.rounds} round, ${description.billableSeconds} s are billed for the host${log}`);
  },
};

/** A table of its own, which other sessions see. */
async function makeTable(account: AccountUnderCheck, signal: AbortSignal): Promise<string> {
  const session = await account.session();
  const name = uniqueTableName();
  account.made.add({
    what: `table ${name}`,
    byHand: `drop table ${name}`,
    remove: async (within) => {
      await rowsOf(session, `drop table if exists ${name}`, within);
    },
  });
  await rowsOf(session, `create transient table ${name} (X float, TARGET float)`, signal);
  const rows = 'select seq4(), 2 * seq4() from table(generator(rowcount => 100))';
  await rowsOf(session, `insert into ${name} ${rows}`, signal);
  return name;
}

/** An interrupt does not end this, because a job that starts must be known to be stopped. */
async function startJob(account: AccountUnderCheck, image: string, table: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'check-account-'));
  try {
    await writeFile(join(folder, 'train.ts'), SCRIPT);
    const options = {
      image,
      sourceDir: folder,
      entryPoint: 'train.ts',
      table,
      target: 'TARGET',
      instances: { type: INSTANCE_TYPE, count: 1 },
      hyperparameters: { objective: 'reg:squarederror', num_round: 1 },
      name: 'check',
      maxRunSeconds: MAX_RUN_SECONDS,
      // Other checks have looked at everything that the job would look at on the warehouse.
      snowflake: false,
    } as const;
    const name = await startTrainingJob(options, inProgram(new AbortController().signal));
    rememberJob(account, name);
    return name;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function rememberJob({ made, tell }: AccountUnderCheck, name: string): void {
  made.keep('the description of the training job and its log, and the bucket; together less than a cent');
  made.add({
    what: `script and model of ${name} in the bucket`,
    byHand: `the folder ${name} of the bucket`,
    remove: (signal) => removeArtefacts(name, signal),
  });
  made.add({
    what: `training job ${name}, if it still ran`,
    byHand: `aws sagemaker stop-training-job --training-job-name ${name}`,
    remove: (signal) => stopIfRunning(name, signal, tell),
  });
}

interface EndedJob {
  readonly description: JobDescription;
  readonly end: JobFinishedEvent;
  readonly lines: readonly JobLogEvent[];
}

async function waitForEnd({ tell }: AccountUnderCheck, name: string, signal: AbortSignal): Promise<EndedJob> {
  const lines: JobLogEvent[] = [];
  for await (const { events, description } of followJob(name, signal)) {
    for (const event of events) {
      if (event.type === 'status') tell(`${event.status}: ${event.message}`);
      if (event.type === 'log') lines.push(event);
      if (event.type === 'finished' && description !== undefined) return { description, end: event, lines };
    }
  }
  throw signal.reason;
}
