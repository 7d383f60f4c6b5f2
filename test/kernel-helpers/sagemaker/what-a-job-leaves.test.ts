import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { CopyObjectCommand, CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ListEndpointConfigsCommand, ListEndpointsCommand, ListModelsCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { awsClients } from 'kernel-helpers/aws/clients';
import { buildTrainingImage } from 'kernel-helpers/cell-api/build-training-image';
import { cleanUp } from 'kernel-helpers/cell-api/clean-up';
import { connect } from 'kernel-helpers/cell-api/connect';
import { finishedCard } from 'kernel-helpers/cell-api/finished-card';
import type { FinishedJob } from 'kernel-helpers/cell-api/finished-job';
import { trainingJob } from 'kernel-helpers/cell-api/plan-job';
import { attach } from 'kernel-helpers/cell-api/training-job';
import { MIME } from 'kernel-helpers/mime';
import { createEndpoint } from 'kernel-helpers/sagemaker/endpoint/create-endpoint';
import type { TrainingJobOptions } from 'kernel-helpers/sagemaker/job/options';
import { readArtefact } from 'kernel-helpers/sagemaker/model/read-artefact';
import type { Snowflake } from 'kernel-helpers/snowflake/connect';
import { Table } from 'kernel-helpers/table/columnar-table';
import { create } from 'tar';
import { captureStdout } from '../../support/capture-stdout';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { withEnvironment } from '../../support/with-environment';

let account: TestAccount;
let snowflake: Snowflake;
let restore: () => void;
let folder: TemporaryFolder;
let options: Omit<TrainingJobOptions, 'entryPoint'>;

/** Rows in which TARGET can be learnt: 10 X + Y. */
const ROWS = Table.fromRows(
  Array.from({ length: 400 }, (_, row) => {
    const [x, y] = [((row * 37) % 101) / 101, ((row * 53) % 97) / 97];
    return { X: x, Y: y, Z: ((row * 11) % 89) / 89, TARGET: 10 * x + y };
  }),
);

beforeAll(async () => {
  account = await startLocalAccount();
  restore = withEnvironment(account.settings);
  snowflake = await connect();
  await snowflake.writeTable(ROWS, 'sums', { ifExists: 'replace' });
  folder = makeTemporaryFolder('training-scripts');
  options = {
    image: await buildTrainingImage(),
    sourceDir: folder.path,
    table: 'sums',
    target: 'target',
    instances: { type: 'ml.m5.large', count: 1 },
    snowflake,
    hyperparameters: { num_round: 40, max_depth: 4, seed: 1 },
  };
});

afterAll(async () => {
  await snowflake?.close();
  restore?.();
  await account?.close();
  folder?.close();
});

describe('an endpoint', () => {
  test.each([
    ['reorders', ['Z', 'Y', 'X']],
    ['drops', ['X', 'Y']],
    ['adds', ['Z', 'X', 'X', 'Y']],
  ])('takes columns by the names of a model whose script %s features, whatever its log says', async (_what, names) => {
    const finished = await run(`
      const rows = await share({ validation: 0.25, seed: 42 });
      const order = ${JSON.stringify(names)}.map((name) => rows.features.indexOf(name));
      const pick = ({ columns, labels }: Rows): Rows => ({ labels, columns: order.map((index) => columns[index]) });
      const features = order.map((index, place) => order.indexOf(index) < place ? 'more ' + index : rows.features[index]);
      console.log('features: ["Z","X","Y"]');
      const validation = rows.validation && pick(rows.validation);
      await saveModel(await train({ ...rows, features, train: pick(rows.train), validation }, hyperparameters));`);
    const sample = ROWS.slice(0, 50);
    const asked = names.length === 4 ? withColumn(sample, 'more 0', 'X') : sample;
    let predicted: Float64Array = new Float64Array();
    let again: Float64Array = new Float64Array();
    const printed = await captureStdout(async () => {
      const endpoint = await finished.deploy({ instance: 'ml.m5.large' });
      predicted = await endpoint.predict(asked);
      await endpoint.predict(asked);
      // A later session knows only the job's name, and finds the same endpoint.
      const found = await (await attach(finished.name)).deploy({ instance: 'ml.m5.large' });
      again = await found.predict(asked.select(...asked.columnNames.toReversed()));
      await endpoint.delete();
    });

    expect(worstError(predicted, sample)).toBeLessThan(1);
    expect(again).toEqual(predicted);
    // Once for each Endpoint object, although each predicts several times.
    const remarks = printed
      .split('\n')
      .filter((line) => line.startsWith('The prediction leaves out columns that the model does not know: Z'));
    expect(remarks).toHaveLength(names.includes('Z') ? 0 : 2);
  });
});

describe('an endpoint of the job’s name that serves another model', () => {
  test('is not used as the job’s own', async () => {
    const finished = await run('await saveModel(await train(await share(), hyperparameters));');
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(finished.modelArtefact) ?? [];
    const other = { Bucket: bucket, Key: `other/${key}` };
    await awsClients.s3().send(new CopyObjectCommand({ ...other, CopySource: `${bucket}/${key}` }));
    const { image, roleArn } = await (await attach(finished.name)).describe();
    await createEndpoint({
      name: finished.name,
      image,
      roleArn,
      modelArtefact: `s3://${bucket}/${other.Key}`,
      instanceType: 'ml.m5.large',
      instanceCount: 1,
    });
    let error: unknown;
    await captureStdout(async () => {
      error = await finished.deploy({ instance: 'ml.m5.large' }).catch((thrown: unknown) => thrown);
    });
    await captureStdout(async () => void (await cleanUp({ others: true })));

    expect(error).toMatchObject({
      kind: 'user',
      message: `The endpoint ${finished.name} serves another model already, s3://${bucket}/${other.Key}. Delete it first, with await cleanUp() if it is yours, then deploy again.`,
    });
  });
});

describe('a table with columns that differ in case alone', () => {
  test('trains and predicts with each under its own name', async () => {
    await snowflake.sql`create or replace table cases as select x as "A", y as "a", z as "b", target as "Goal" from sums`;
    const finished = await run(
      'await saveModel(await train(await share({ validation: 0.25, seed: 42 }), hyperparameters));',
      { table: 'cases', target: 'goal' },
    );
    const sample = ROWS.slice(0, 50);
    const named = new Table(
      [['b', 'Z'] as const, ['a', 'Y'] as const, ['A', 'X'] as const].map(([name, from]) => ({
        ...sample.column(from),
        name,
      })),
    );
    let predicted: Float64Array = new Float64Array();
    await captureStdout(async () => {
      const endpoint = await finished.deploy({ instance: 'ml.m5.large' });
      predicted = await endpoint.predict(named);
      await expect(endpoint.predict(named.without('a'))).rejects.toThrow('The data lack a. The model takes A, a, b;');
      await endpoint.delete();
    });

    expect(finished.features).toEqual(['A', 'a', 'b']);
    expect(worstError(predicted, sample)).toBeLessThan(1);
  });
});

describe('a finished job', () => {
  test('describes the model that early stopping keeps, whatever its log says', async () => {
    const finished = await run(
      `
      const rows = await share({ validation: 0.25, seed: 42 });
      // The validation labels are reversed, so every round of learning makes the metric worse.
      const { validation } = rows;
      const labels = validation?.labels.map((label) => 11 - label);
      const model = await train({ ...rows, validation: validation && labels && { ...validation, labels } }, hyperparameters);
      await saveModel(model);
      await train(rows, { num_round: 3 });
      for (const text of ['[0] train-rmse:0.001 validation-rmse:0.001', 'share: rows 1 to 5 of 5']) console.log(text);
      log('kept ' + model.metrics.validation.rmse);`,
      { hyperparameters: { num_round: 8, early_stopping_rounds: 5, eta: 0.3, seed: 1 } },
    );

    const kept = Number(
      finished.lines.map(({ line }) => /^kept (.+)$/.exec(line)?.[1]).find((text) => text !== undefined),
    );
    expect(finished).toMatchObject({
      rounds: 1,
      bestRound: 0,
      roundsRun: 6,
      endedBy: 'early-stopping',
      features: ['X', 'Y', 'Z'],
    });
    expect(finished.metrics.find(({ metric }) => metric === 'validation:rmse')?.value).toBe(kept);
    expect(finished.shares).toEqual([{ host: 'algo-1', firstRow: 1, lastRow: 400, rows: 400, of: 400 }]);
    expect(String(finishedCard(finished)[MIME.text])).toMatch(
      new RegExp(
        `^Completed by early stopping after 6 rounds: round 0 was the best, and the model keeps 1 round\n${finished.name} on 1 × ml\\.m5\\.large: [1-9]\\d* s from start to end, ${finished.billableSeconds} s billed\n`,
      ),
    );
    expect(finished.lines.map(({ line }) => line)).toContainEqual(expect.stringMatching(/^speed: read 400 rows in /));
    expect(String(finishedCard(finished)[MIME.html])).not.toContain('speed:');
    const described = (await (await attach(finished.name)).describe()).finalMetrics;
    expect(described.find(({ metric }) => metric === 'validation:rmse')?.value).toBeCloseTo(kept, 5);
  });
});

test('a job gives its script the files of its channels', async () => {
  await awsClients.s3().send(new CreateBucketCommand({ Bucket: 'channels' }));
  await awsClients
    .s3()
    .send(new PutObjectCommand({ Bucket: 'channels', Key: 'rounds/of/today.json', Body: '{ "num_round": 7 }' }));

  const finished = await run(
    `const [{ name, folder, contentType }] = channels;
    log([name, contentType].join(' '));
    const { num_round } = JSON.parse(readFileSync(folder + '/of/today.json', 'utf8')) as { num_round: number };
    await saveModel(await train(await share(), { ...hyperparameters, num_round }));`,
    { channels: { rounds: { uri: 's3://channels/rounds/', contentType: 'application/json' } } },
  );

  expect(finished).toMatchObject({ status: 'Completed', rounds: 7 });
  expect(finished.lines.map(({ line }) => line)).toContain('rounds application/json');
});

describe('a job that leaves no model', () => {
  test.each([
    ['does not save one', `await train(await share(), hyperparameters);`, 'is empty'],
    ['ends the process with process.exit(0)', `await share(); process.exit(0);`, 'is empty'],
    [
      'saves only a file of its own',
      `await share(); writeFileSync(process.env.SAGEMAKER_BASE_DIR + '/model/notes.txt', 'none');`,
      'holds no xgboost-model, only notes.txt',
    ],
    [
      'writes something else where the model belongs',
      `await share(); writeFileSync(process.env.SAGEMAKER_BASE_DIR + '/model/xgboost-model', 'no model');`,
      'the file xgboost-model in its archive is not one that XGBoost 3.2 can load',
    ],
  ])('because its script %s says so, and is not deployed', async (_what, body, reason) => {
    const finished = await run(body);

    expect(finished).toMatchObject({ status: 'Completed', rounds: 0, remark: expect.stringContaining(reason) });
    expect(String(finishedCard(finished)[MIME.text])).toMatch(/^Completed\n.*\nIt left no model to deploy: /);
    await expect(finished.deploy({ instance: 'ml.m5.large' })).rejects.toMatchObject({
      kind: 'user',
      message: expect.stringContaining(`The training job ${finished.name} has no model to deploy: `),
    });
    await expect(finished.deploy({ instance: 'ml.m5.large' })).rejects.toThrow(reason);
    expect(await hostedNames()).toEqual([]);
  });
});

describe('a model archive', () => {
  const uri = (name: string) => `s3://archives/${name}.tar.gz`;
  beforeAll(async () => {
    await awsClients.s3().send(new CreateBucketCommand({ Bucket: 'archives' }));
  });

  test.each([
    ['an empty archive', {}, { files: [], model: undefined }],
    ['other files', { 'a.txt': 'a', '.hidden': 'b' }, { files: ['a.txt'], model: undefined }],
    ['a model in JSON', { 'xgboost-model': '{"learner":{}}' }, { model: { form: 'JSON', facts: {} } }],
    ['a file that is not a model', { 'xgboost-model': 'binf\0\0' }, { model: { form: 'other', facts: {} } }],
    ['an empty file', { 'xgboost-model': '' }, { model: { form: 'other', facts: {} } }],
  ])('with %s is recognised', async (name, files, found) => {
    await putArchive(name, files);

    expect(await readArtefact(uri(name))).toMatchObject(found);
  });

  test('that is gone or broken is a user error with its address', async () => {
    await awsClients.s3().send(new PutObjectCommand({ Bucket: 'archives', Key: 'broken.tar.gz', Body: 'no archive' }));

    await expect(readArtefact(uri('gone'))).rejects.toMatchObject({
      kind: 'user',
      message: `The model archive ${uri('gone')} is not there any more. Train the model again.`,
    });
    await expect(readArtefact(uri('broken'))).rejects.toMatchObject({
      kind: 'user',
      message: `The model archive ${uri('broken')} cannot be unpacked. It must be a whole .tar.gz.`,
    });
  });

  test('with a large model is read only as far as needed', async () => {
    const features = Array.from({ length: 20_000 }, (_, index) => `FEATURE_${index}`);
    const attributes = { feature_names: JSON.stringify(features) };
    // The head of a model; what follows is never looked at.
    const head = Buffer.concat([
      ...[object('learner'), object('attributes'), object('feature_names'), text(attributes.feature_names)],
      Buffer.from('}'),
      ...[key('gradient_booster'), object('model'), object('iteration_indptr')],
      Buffer.from('[#i\x03i\x00i\x01i\x02'),
    ]);
    await putArchive('large', { 'xgboost-model': Buffer.concat([head, randomBytes(4_000_000)]) });

    expect(await readArtefact(uri('large'))).toEqual({
      files: ['xgboost-model'],
      model: { form: 'UBJSON', facts: { features, rounds: 2 } },
    });
  });

  async function putArchive(name: string, files: Readonly<Record<string, string | Buffer>>): Promise<void> {
    const source = makeTemporaryFolder('archive');
    for (const [file, content] of Object.entries(files)) writeFileSync(join(source.path, file), content);
    const body = await buffer(create({ gzip: true, cwd: source.path }, ['.']));
    source.close();
    await awsClients.s3().send(new PutObjectCommand({ Bucket: 'archives', Key: `${name}.tar.gz`, Body: body }));
  }
});

function object(name: string): Buffer {
  return Buffer.concat([Buffer.from('{'), key(name)]);
}

function key(name: string): Buffer {
  return text(name).subarray(1);
}

/** A text in UBJSON. */
function text(value: string): Buffer {
  const bytes = Buffer.alloc(6 + value.length, `Sl\0\0\0\0${value}`);
  bytes.writeInt32BE(value.length, 2);
  return bytes;
}

/** Runs a training script with this body, and gives the finished job. */
async function run(body: string, changes: Partial<TrainingJobOptions> = {}): Promise<FinishedJob> {
  writeFileSync(
    join(folder.path, 'train.ts'),
    `import { readFileSync, writeFileSync } from 'node:fs';
    import { defineTraining, type Rows } from 'container';
    export default defineTraining(async ({ share, hyperparameters, train, saveModel, host, log, channels }) => {${body}});`,
  );
  const job = await trainingJob({ ...options, entryPoint: 'train.ts', ...changes }).start();
  const finished: FinishedJob[] = [];
  await captureStdout(async () => {
    finished.push(await job.watch());
  });
  return finished[0];
}

function withColumn(table: Table, name: string, from: string): Table {
  return new Table([...table.columns, { ...table.column(from), name }]);
}

function worstError(predicted: Float64Array, sample: Table): number {
  const truth = sample.column('TARGET').values as Float64Array;
  return Math.max(...predicted.map((value, row) => Math.abs(value - truth[row])));
}

/** What endpoints are made of, and what costs money. */
async function hostedNames(): Promise<(string | undefined)[]> {
  const sageMaker = awsClients.sageMaker();
  const [endpoints, configurations, models] = await Promise.all([
    sageMaker.send(new ListEndpointsCommand({})),
    sageMaker.send(new ListEndpointConfigsCommand({})),
    sageMaker.send(new ListModelsCommand({})),
  ]);
  return [
    ...(endpoints.Endpoints ?? []).map(({ EndpointName }) => EndpointName),
    ...(configurations.EndpointConfigs ?? []).map(({ EndpointConfigName }) => EndpointConfigName),
    ...(models.Models ?? []).map(({ ModelName }) => ModelName),
  ];
}
