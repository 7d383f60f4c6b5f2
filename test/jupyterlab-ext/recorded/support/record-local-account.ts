import { join } from 'node:path';
import type { Backend } from 'jupyterlab-ext/backend/backend';
import { RecordingBackend } from 'jupyterlab-ext/recorded/recorder';
import {
  buildTrainingImage,
  californiaHousing,
  connect,
  type TrainingImage,
  type TrainingJob,
  trainingJob,
} from 'kernel-helpers';
import type { Recording } from 'kernel-helpers/sidebar-contract/index';
import { quietly } from '../../../kernel-helpers/sagemaker/support/finished-job';
import { ROOT } from '../../../support/clone';
import { BackendOfService } from './backend-of-service';

const SCHEMA = ['ML', 'PUBLIC'];
const HOUSES = [...SCHEMA, 'CALIFORNIA_HOUSING'];

/**
 * What a class needs of the account that the environment names: California Housing, a job that completes, one that
 * fails, and an endpoint. All is asked of the real service, as the page asks it.
 */
export async function recordLocalAccount(rounds: number): Promise<Recording> {
  const service = new BackendOfService();
  try {
    await quietly(makeTables);
    const image = await quietly(() => buildTrainingImage());
    const before = await quietly(() => job(image, `${SCHEMA.join('.')}.california_housing`, 20).start());
    const model = await quietly(() => before.watch());
    await quietly(() => model.deploy({ instance: 'ml.m5.large' }));

    const recorder = new RecordingBackend(service);
    await browse(recorder);
    const running = await quietly(() => job(image, `${SCHEMA.join('.')}.california_housing`, rounds).start());
    const failing = await quietly(() => job(image, `${SCHEMA.join('.')}.without_prices`, 5, false).start());
    await Promise.all([running, failing].map(({ name }) => recorder.request('followJob', { name })));
    await lookAtJobs(recorder, [before, running, failing]);
    // The doctor takes long, and a class need not wait for it before the jobs begin.
    await recorder.request('doctor', {});
    return recorder.recording('California Housing on the local account', 0.2);
  } finally {
    service.close();
  }
}

async function makeTables(): Promise<void> {
  const snowflake = await connect();
  try {
    await snowflake.useOrCreate({ warehouse: 'CLASS_WH', database: SCHEMA[0], schema: SCHEMA[1] });
    await snowflake.writeTable(await californiaHousing(), 'california_housing', { ifExists: 'replace' });
    await snowflake.execute(
      'create table without_prices as select *, nullif(MEDHOUSEVAL, MEDHOUSEVAL) as PRICE from california_housing',
    );
    await snowflake.execute('create view expensive as select * from california_housing where MEDHOUSEVAL > 4');
  } finally {
    await snowflake.close();
  }
}

/** @param isChecked false lets a job begin whose target has no values */
function job(image: TrainingImage, table: string, rounds: number, isChecked = true) {
  return trainingJob({
    image,
    sourceDir: join(ROOT, 'notebooks', 'training'),
    entryPoint: 'train.ts',
    table,
    target: isChecked ? 'MEDHOUSEVAL' : 'PRICE',
    instances: { type: 'ml.m5.large', count: 1 },
    hyperparameters: { num_round: rounds, seed: 1 },
    ...(isChecked ? {} : { snowflake: false }),
  });
}

async function browse(recorder: Backend): Promise<void> {
  await recorder.request('snowflakeAccount', {});
  await recorder.request('awsAccount', {});
  await recorder.request('roles', {});
  await recorder.request('warehouses', {});
  await recorder.request('warehouseUse', {});
  const databases = await recorder.request('databases', {});
  for (const { path } of databases.items) {
    const schemas = await recorder.request('schemas', { path });
    for (const schema of schemas.items) await browseSchema(recorder, schema.path);
  }
}

async function browseSchema(recorder: Backend, path: readonly string[]): Promise<void> {
  const { items } = await recorder.request('tables', { path: [...path] });
  for (const table of items) {
    if (String(table.path.slice(0, 2)) !== String(SCHEMA)) continue;
    const params = { path: table.path };
    const columns = await recorder.request('columns', params);
    await recorder.request('createStatement', params);
    await recorder.request('qualifiedName', params);
    for (const code of ['query', 'row-type', 'training'] as const) {
      await recorder.request('cellCode', { ...params, code });
    }
    await recorder.request('preview', { ...params, limit: 100 });
    if (String(table.path) !== String(HOUSES)) continue;
    for (const { name } of columns) await recorder.request('profile', { ...params, column: name });
  }
}

async function lookAtJobs(recorder: Backend, jobs: readonly TrainingJob[]): Promise<void> {
  for (const kind of ['training', 'tuning', 'transform', 'endpoint'] as const) {
    const { items } = await recorder.request('jobs', { kind });
    if (items.length === 0) continue;
    await recorder.request('jobFacts', { jobs: items.map(({ name }) => ({ kind, name })) });
    for (const { name } of items) await recorder.request('job', { kind, name });
  }
  for (const { name } of jobs) await recorder.request('cloneCode', { name });
}
