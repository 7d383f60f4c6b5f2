import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ListTrainingJobsCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { awsClients } from 'kernel-helpers/aws/clients';
import { buildTrainingImage } from 'kernel-helpers/cell-api/build-training-image';
import { cleanUp } from 'kernel-helpers/cell-api/clean-up';
import { connect } from 'kernel-helpers/cell-api/connect';
import { Endpoint } from 'kernel-helpers/cell-api/endpoint';
import type { FinishedJob } from 'kernel-helpers/cell-api/finished-job';
import { trainingJob } from 'kernel-helpers/cell-api/plan-job';
import { attach, type TrainingJob } from 'kernel-helpers/cell-api/training-job';
import type { ExplainedPredictions } from 'kernel-helpers/sagemaker/endpoint/predict-parts';
import type { JobHyperparameters, TrainingJobOptions } from 'kernel-helpers/sagemaker/job/options';
import type { JobEvent } from 'kernel-helpers/sagemaker/watch/job-event';
import type { Snowflake } from 'kernel-helpers/snowflake/connect';
import { Table } from 'kernel-helpers/table/columnar-table';
import { captureStdout } from '../../support/capture-stdout';
import { ROOT } from '../../support/clone';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { withEnvironment } from '../../support/with-environment';

const ROWS = 600;

let account: TestAccount;
let snowflake: Snowflake;
let restore: () => void;
let options: TrainingJobOptions;

/** Rows in which TARGET can be learnt: 2 X + Y. */
function rows(): Table {
  return Table.fromRows(
    Array.from({ length: ROWS }, (_, row) => {
      const [x, y] = [(row * 37) % 101, (row * 53) % 97];
      return { X: x / 101, Y: y / 97, TARGET: (2 * x) / 101 + y / 97 };
    }),
  );
}

function kindOf(target: number): string {
  return target < 1 ? 'low' : target < 2 ? 'middle' : 'high';
}

beforeAll(async () => {
  account = await startLocalAccount();
  restore = withEnvironment(account.settings);
  snowflake = await connect();
  await snowflake.writeTable(rows(), 'sums', { ifExists: 'replace' });
  options = {
    image: await buildTrainingImage(),
    sourceDir: join(ROOT, 'notebooks', 'training'),
    entryPoint: 'train.ts',
    table: 'sums',
    target: 'TARGET',
    instances: { type: 'ml.m5.large', count: 2 },
    hyperparameters: { objective: 'reg:squarederror', num_round: 30, max_depth: 3, seed: 1 },
  };
});

afterAll(async () => {
  await snowflake?.close();
  restore?.();
  await account?.close();
});

/** What a call throws; a call that throws nothing fails the test. */
async function errorOf(call: () => Promise<unknown>): Promise<Error> {
  try {
    await call();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('It threw no error.');
}

async function allEvents(job: TrainingJob, signal?: AbortSignal): Promise<JobEvent[]> {
  const events: JobEvent[] = [];
  for await (const event of job.events(signal === undefined ? {} : { signal })) events.push(event);
  return events;
}

async function jobNames(): Promise<(string | undefined)[]> {
  const { TrainingJobSummaries = [] } = await awsClients
    .sageMaker()
    .send(new ListTrainingJobsCommand({ MaxResults: 100 }));
  return TrainingJobSummaries.map((job) => job.TrainingJobName);
}

/** Quietly watches a job, and gives back what the cell would have printed. */
async function watchQuietly(
  job: TrainingJob,
  signal?: AbortSignal,
): Promise<{ finished: FinishedJob; printed: string }> {
  const finished: FinishedJob[] = [];
  const printed = await captureStdout(async () => {
    finished.push(await job.watch(signal === undefined ? {} : { signal }));
  });
  return { finished: finished[0], printed };
}

/** What a call gives, without what it prints. */
async function quietly<Result>(call: () => Promise<Result>): Promise<Result> {
  const results: Result[] = [];
  await captureStdout(async () => void results.push(await call()));
  return results[0];
}

describe('a job that is wrong', () => {
  test('is refused with all its problems, and nothing is made', async () => {
    const before = await jobNames();
    const wrong = {
      ...options,
      entryPoint: 'not-there.ts',
      instances: { type: 'ml.m5.large', count: 0 },
      hyperparameters: { max_dept: 3 } as JobHyperparameters,
    };

    const error = await errorOf(() => trainingJob(wrong).start());

    expect(error).toMatchObject({ kind: 'user' });
    expect(error.message.split('\n')).toEqual([
      'The training job was not started:',
      expect.stringContaining('- instances.count must be a whole number'),
      expect.stringContaining('Did you mean "max_depth"?'),
      expect.stringContaining('- The training script not-there.ts was not found in'),
    ]);
    expect(await jobNames()).toEqual(before);
  });

  test('is refused with what is wrong with the hyperparameters that its script declares', async () => {
    const folder = makeTemporaryFolder('declaring-script');
    const source = `import { defineTraining, number } from 'container';
export default defineTraining({ hyperparameters: { part: number({ to: 1 }) } }, async ({ settings, log }) => log(String(settings.part)));
`;
    writeFileSync(join(folder.path, 'train.ts'), source);
    const start = (changes: Partial<TrainingJobOptions>) =>
      errorOf(() => trainingJob({ ...options, ...changes }).start());

    const wrong = await start({ sourceDir: folder.path, hyperparameters: { part: 2, eta: 5 } });
    const ofDefault = await start({ sourceDir: undefined, entryPoint: undefined, hyperparameters: { holdout: 2 } });
    folder.close();

    expect(wrong.message).toBe(
      'The training job was not started:\n- Hyperparameter "part" must be a number of at most 1, not 2.\n- Hyperparameter "eta" must be a number from 0 to 1, not 5.',
    );
    expect(ofDefault.message).toBe(
      'The training job was not started:\n- Hyperparameter "holdout" must be a number from 0 to 0.95, not 2.',
    );
  });

  test('is refused with file and line when its script does not type-check', async () => {
    const folder = makeTemporaryFolder('wrong-script');
    const source =
      "import { defineTraining } from 'container';\nexport default defineTraining(async ({ sharee }) => {});\n";
    writeFileSync(join(folder.path, 'train.ts'), source);

    const error = await errorOf(() => trainingJob({ ...options, sourceDir: folder.path }).start());
    folder.close();

    expect(error).toMatchObject({ kind: 'user' });
    expect(error.message).toBe(
      "The training job was not started:\n- train.ts:2:40: Property 'sharee' does not exist on type 'Training'.",
    );
  });

  test('is refused before it starts when its table or target is not in Snowflake', async () => {
    const noTable = await errorOf(() => trainingJob({ ...options, table: 'sumz' }).start());
    const noTarget = await errorOf(() => trainingJob({ ...options, target: 'TARGETT' }).start());

    expect(noTable.message).toMatch(/^The training job was not started:\n- .*sumz/i);
    expect(noTarget.message).toContain('- Table sums has no column TARGETT to predict. Did you mean TARGET?');
  });

  test('leaves no script in S3 when SageMaker refuses it', async () => {
    const image = '123456789012.dkr.ecr.us-west-2.amazonaws.com/snowflake-xgboost:not-there';

    const error = await errorOf(() => trainingJob({ ...options, image, name: 'refused' }).start());

    expect(error).toMatchObject({ kind: 'user' });
    const bucket = `sagemaker-${process.env.AWS_REGION}-123456789012`;
    const { Contents = [] } = await awsClients.s3().send(new ListObjectsV2Command({ Bucket: bucket }));
    expect(Contents.filter(({ Key }) => Key?.includes('refused'))).toEqual([]);
  });

  test('fails with SageMaker’s reason and the last log lines when only the job can find the problem', async () => {
    await snowflake.sql`create table gaps as select x, y, nullif(target, target) as target from sums`;
    const job = await trainingJob({ ...options, snowflake: false, table: 'gaps' }).start();

    const error = await errorOf(() => watchQuietly(job));

    expect(error).toMatchObject({ kind: 'user', facts: { status: 'Failed' } });
    expect(error.message).toMatch(/failed: AlgorithmError: UserError: .*target/is);
    expect(error.message).toContain('The last lines of its log:\n  algo-');
  });
});

describe('a job on two hosts', () => {
  let job: TrainingJob;
  let events: JobEvent[];
  beforeAll(async () => {
    job = await trainingJob(options).start();
    events = await allEvents(job);
  });

  test('tags its one query in the history of Snowflake with its name', async () => {
    const history = await snowflake.sql`select query_tag from table(information_schema.query_history())
      where query_text = 'select * from "SUMS"'`;

    expect(history.toRows()).toEqual([{ QUERY_TAG: job.name }]);
  });

  test('is reported from its first phase to its end', () => {
    const phases = events.flatMap((event) => (event.type === 'status' ? [event.status] : []));

    expect(phases[0]).toBe('Starting');
    expect(phases.at(-1)).toBe('Completed');
    expect(events.at(-1)).toMatchObject({ type: 'finished', status: 'Completed' });
  });

  test('gives the lines of both hosts once, those of each host in the order of time', () => {
    const lines = events.flatMap((event) => (event.type === 'log' ? [event] : []));

    expect(new Set(lines.map(({ host }) => host))).toEqual(new Set(['algo-1', 'algo-2']));
    expect(
      lines
        .map(({ line }) => line)
        .filter((line) => line.startsWith('share: rows'))
        .sort(),
    ).toEqual(['share: rows 1 to 300 of 600', 'share: rows 301 to 600 of 600']);
    for (const host of ['algo-1', 'algo-2']) {
      const times = lines.filter((line) => line.host === host).map(({ at }) => at.getTime());
      expect(times).toEqual(times.toSorted((one, other) => one - other));
    }
  });

  test('gives each metric of each round once', () => {
    const rounds = events.flatMap((event) =>
      event.type === 'metric' && event.name === 'validation:rmse' ? [event.round] : [],
    );

    expect(rounds).toEqual(Array.from({ length: 30 }, (_, round) => round));
  });

  test('can be watched again by its name, also after its end', async () => {
    const { finished, printed } = await watchQuietly(await attach(job.name));

    expect(finished).toMatchObject({ name: job.name, status: 'Completed', rounds: 30 });
    expect(finished.metrics.map(({ metric }) => metric)).toEqual(['train:rmse', 'validation:rmse']);
    expect(finished.shares.map((share) => share.rows)).toEqual([300, 300]);
    expect(finished.modelArtefact).toBe(
      `s3://sagemaker-${process.env.AWS_REGION}-123456789012/${job.name}/output/model.tar.gz`,
    );
    expect(finished.billableSeconds).toBeGreaterThan(0);
    expect(printed).toContain('Completed after all 30 rounds');
  });

  test('is deployed, predicts in the order of the rows, and is cleaned up until nothing costs money by the hour', async () => {
    const { finished } = await watchQuietly(job);
    const sample = rows().slice(0, 50);
    let predicted: Float64Array = new Float64Array();
    let predictedFromOtherOrder: Float64Array = new Float64Array();
    let again = '';
    let explained: ExplainedPredictions | undefined;
    let refusal = new Error();
    await captureStdout(async () => {
      const endpoint = await finished.deploy({ instance: 'ml.m5.large' });
      predicted = await endpoint.predict(sample);
      predictedFromOtherOrder = await endpoint.predict(sample.select('Y', 'TARGET', 'X'));
      explained = await endpoint.predict(sample, { contributions: true });
      refusal = await errorOf(() => endpoint.predict(sample, { classes: true }));
      again = (await job.deploy({ instance: 'ml.m5.large' })).name;
    });

    expect(again).toBe(job.name);
    const truth = sample.column('TARGET').values as Float64Array;
    expect(predicted).toHaveLength(50);
    expect(Math.max(...predicted.map((value, row) => Math.abs(value - truth[row])))).toBeLessThan(0.3);

    // Columns have names, so their order does not matter.
    expect(predictedFromOtherOrder).toEqual(predicted);

    // What the features add and the bias make the prediction.
    expect(explained?.predictions).toEqual(predicted);
    const parts = explained?.contributions;
    expect(parts?.columnNames).toEqual(['X', 'Y', 'BIAS']);
    for (const [row, prediction] of predicted.entries()) {
      const sum = parts?.columns.reduce((total, { values }) => total + Number(values[row]), 0);
      expect(sum).toBeCloseTo(prediction, 3);
    }
    expect(refusal).toMatchObject({ kind: 'user', reason: 'refused', advice: 'Ask for score or contributions.' });

    const otherMachine = await errorOf(() =>
      captureStdout(async () => void (await job.deploy({ instance: 'ml.c5.large' }))),
    );
    expect(otherMachine.message).toContain('runs on ml.m5.large already');

    const report = await quietly(() => cleanUp());
    expect(report.deleted.map(({ kind }) => kind)).toEqual(['endpoint', 'endpoint configuration', 'model']);
    expect(report.nothingCostsByTheHour).toBe(true);
    expect((await quietly(() => cleanUp())).deleted).toEqual([]);
  });
});

describe('a model of classes that has been deployed', () => {
  let endpoint: Endpoint;
  let printed: string;
  const sample = () => rows().slice(0, 50);

  beforeAll(async () => {
    const named = rows()
      .toRows()
      .map(({ X, Y, TARGET }) => ({ X, Y, KIND: kindOf(Number(TARGET)) }));
    await snowflake.writeTable(Table.fromRows(named), 'kinds', { ifExists: 'replace' });
    const job = await trainingJob({
      image: options.image,
      // SageMaker itself takes no line break in a hyperparameter.
      query: 'select X, Y, KIND\nfrom kinds;',
      target: 'KIND',
      instances: { type: 'ml.m5.large', count: 1 },
      hyperparameters: { objective: 'multi:softprob', num_class: 3, num_round: 20, seed: 1 },
    }).start();
    const { finished } = await watchQuietly(job);
    printed = await captureStdout(async () => {
      endpoint = await finished.deploy({ instance: 'ml.g4dn.xlarge' });
    });
  });

  test('answers the name of each row’s class', async () => {
    const classes = await endpoint.predict(sample(), { classes: true });

    const truth = sample()
      .toRows()
      .map(({ TARGET }) => kindOf(Number(TARGET)));
    expect(new Set(truth).size).toBe(3);
    expect(classes).toHaveLength(50);
    expect(classes.filter((name, row) => name !== truth[row]).length).toBeLessThan(5);
  });

  test('answers one probability for each class, of which the named class has the largest', async () => {
    const classes = await endpoint.predict(sample(), { classes: true });
    const probabilities = await endpoint.predict(sample());

    expect(probabilities).toHaveLength(150);
    const places = classes.map((_, row) => {
      const ofRow = probabilities.slice(3 * row, 3 * row + 3);
      return ofRow.indexOf(Math.max(...ofRow));
    });
    expect(new Set(classes.map((name, row) => `${name} ${places[row]}`)).size).toBe(3);
  });

  describe('writes predictions into a table', () => {
    const COUNT = 22_000;
    beforeAll(async () => {
      const data = Array.from({ length: COUNT }, (_, id) => ({
        ID: id,
        Note: `note ${id}`,
        X: (id % 101) / 101,
        Y: (id % 97) / 97,
        KIND: 'unknown',
      }));
      await snowflake.writeTable(Table.fromRows(data), 'to_score', { ifExists: 'replace', preserveCase: true });
    });

    test('beside the keys, each to its row, with the columns of the model found by name', async () => {
      const report = await quietly(() =>
        endpoint.predictInto('scores', { snowflake, from: 'to_score', classes: true }),
      );

      expect(report.rows).toBe(COUNT);
      const scores = await snowflake.sql`select * from scores order by id`;
      expect(scores.columnNames).toEqual(['ID', 'Note', 'PREDICTION']);
      const asked = await snowflake.sql`select id, "Note", y, x from to_score order by id`;
      expect(scores.column('Note').values).toEqual(asked.column('Note').values);
      expect(scores.column('PREDICTION').values).toEqual(
        await quietly(() => endpoint.predict(asked.select('X', 'Y'), { classes: true })),
      );
    });

    test('one column for each class, from a query and with the keys that are asked for', async () => {
      const from = 'select id as "Number", x, y, 1 as left_out from to_score where id < 10 -- a few';

      await quietly(() => endpoint.predictInto('shares', { snowflake, from, keys: ['Number'] }));

      const shares = await snowflake.sql`select * from shares order by "Number"`;
      expect(shares.columnNames).toEqual(['Number', 'PREDICTION_high', 'PREDICTION_low', 'PREDICTION_middle']);
      const asked = await snowflake.sql`select x, y from to_score where id < 10 order by id`;
      const [high, low, middle] = shares.columns.slice(1).map(({ values }) => values as Float64Array);
      expect(
        Float64Array.from({ length: 30 }, (_, index) => [high, low, middle][index % 3][Math.floor(index / 3)]),
      ).toEqual(await quietly(() => endpoint.predict(asked)));
    });

    test('from rows that are here, added to what a table holds', async () => {
      const from = Table.fromRows([{ Number: 99, x: 0.1, y: 0.2 }]);

      await quietly(() => endpoint.predictInto('numbers', { snowflake, from, keys: ['Number'] }));
      await quietly(() => endpoint.predictInto('numbers', { snowflake, from, keys: ['Number'], ifExists: 'append' }));

      expect((await snowflake.sql`select number from numbers`).toRows()).toEqual([{ NUMBER: 99 }, { NUMBER: 99 }]);
    });

    test.each([
      [
        'a table that exists',
        'to_score',
        { from: 'to_score' },
        /^Table to_score exists already, and nothing was predicted\. Pass \{ ifExists: 'replace' \}/,
      ],
      [
        'all problems of the columns',
        'refused',
        { from: "select 1 as id, 'a' as x, 2 as yy", keys: ['idd'] },
        /^These rows cannot be predicted: they lack the features Y of the model; they have no column idd \(did you mean ID\?\); the model takes numbers for X, which is VARCHAR\S*\. Their columns are ID, X, YY\.$/,
      ],
      [
        'rows without keys',
        'refused',
        { from: 'select x, y, kind from to_score' },
        /no column tells their rows apart: name those that do, as in \{ keys: \['ID'\] \}/,
      ],
      [
        'no rows',
        'refused',
        { from: 'select id, x, y from to_score where id < 0' },
        /There are no rows to predict, and refused was/,
      ],
      ['a table that is not there', 'refused', { from: 'to_scor' }, /TO_SCOR does not exist.* Did you mean TO_SCORE\?/],
      [
        'a key with the name of the predictions',
        'refused',
        { from: 'select id as prediction, x, y from to_score', classes: true },
        /^The key PREDICTION has the name of the predictions\./,
      ],
    ])('and says what is wrong before anything is written: %s', async (_, table, wrong, message) => {
      const error = await errorOf(() => quietly(() => endpoint.predictInto(table, { snowflake, ...wrong })));

      expect(error).toMatchObject({ kind: 'user', message: expect.stringMatching(message) });
      expect((await snowflake.sql`show tables like 'REFUSED' in schema`).rowCount).toBe(0);
    });
  });

  test('says that it does not use a GPU', () => {
    expect(printed).toContain(
      'ml.g4dn.xlarge has a GPU, but endpoints predict on processors: an instance without a GPU, such as ml.m5.large, costs less.',
    );
  });

  test('refuses rows of another width, and says what the model wants', async () => {
    const error = await errorOf(() => endpoint.predict([[1, 2, 3]]));

    expect(error.message).toContain('2 features in this order: X, Y');
  });

  test('gives what the container refuses as a UserError with its reason and advice', async () => {
    // An endpoint whose columns nobody knows here, so that the rows are checked by the container alone.
    const unknown = new Endpoint(endpoint.name, endpoint.instanceType);

    const error = await errorOf(() => unknown.predict([[1, 2, 3]]));

    expect(error).toMatchObject({
      kind: 'user',
      name: 'UserError',
      reason: 'refused',
      advice: 'Leave out the target KIND.',
      message: `The endpoint ${endpoint.name} cannot answer: Row 1 has 3 values, but the model wants 2 features in this order: X, Y. Leave out the target KIND.`,
      facts: { endpoint: endpoint.name, requestId: expect.any(String) },
    });
  });

  test('is deleted, twice without harm', async () => {
    await quietly(() => endpoint.delete());
    await quietly(() => endpoint.delete());

    expect((await quietly(() => cleanUp())).deleted).toEqual([]);
  });
});

describe('a job that goes on', () => {
  test('is not stopped by an interrupt of the cell, but by stop()', async () => {
    const job = await trainingJob({ ...options, hyperparameters: { num_round: 1_000_000 } }).start();
    const interrupt = new AbortController();
    for await (const event of job.events()) if (event.type === 'metric') break;
    let error = new Error();
    const printed = await captureStdout(async () => {
      const watching = errorOf(() => job.watch({ signal: interrupt.signal }));
      setImmediate(() => interrupt.abort());
      error = await watching;
    });

    expect(error).toMatchObject({
      kind: 'user',
      message: expect.stringContaining('is no longer watched, but it goes on'),
    });
    expect(printed).toContain(`await attach('${job.name}')`);
    expect((await job.describe()).status).toBe('InProgress');
    await expect(job.deploy({ instance: 'ml.m5.large' })).rejects.toMatchObject({
      kind: 'user',
      message: expect.stringContaining('has no model to deploy: it is InProgress'),
    });

    const left = await quietly(() => cleanUp());
    expect(left.left).toMatchObject([{ kind: 'training job', name: job.name, owner: 'yours', maker: 'user/moto' }]);
    expect(left.nothingCostsByTheHour).toBe(false);

    expect((await quietly(() => cleanUp({ stopJobs: true }))).nothingCostsByTheHour).toBe(true);
    await job.stop();

    const { finished, printed: card } = await watchQuietly(job);
    expect(finished).toMatchObject({
      status: 'Stopped',
      metricsFrom: 'model',
      remark: expect.stringMatching(/^Somebody/),
    });
    expect(finished.rounds).toBeGreaterThan(0);
    expect(card).toMatch(/^Stopped after [\d,]+ rounds?$/m);
  });

  test('gives its model at its time limit, and the model is deployed and predicts', async () => {
    const job = await trainingJob({ ...options, hyperparameters: { num_round: 1_000_000 }, maxRunSeconds: 8 }).start();

    const { finished, printed } = await watchQuietly(job);

    expect(finished).toMatchObject({
      status: 'Stopped',
      metricsFrom: 'model',
      remark:
        'SageMaker stopped it at its time limit of 8 seconds; the option maxRunSeconds of trainingJob() gives it more. The model holds the rounds until then.',
    });
    expect(printed).toContain(finished.remark);
    let predicted: Float64Array = new Float64Array();
    await captureStdout(async () => {
      const endpoint = await (await attach(job.name)).deploy({ instance: 'ml.m5.large' });
      predicted = await endpoint.predict(rows().slice(0, 5));
      await endpoint.delete();
    });
    expect(predicted).toHaveLength(5);
  });

  test('completes without a host that is lost, from the last checkpoint, and keeps its checkpoints in S3', async () => {
    const folder = makeTemporaryFolder('losing-script');
    // The script of the second host waits for two checkpoints of the first, whose folder lies beside its own.
    const source = `import { readdirSync } from 'node:fs';
      import { join } from 'node:path';
      import { defineTraining } from 'container';
      export default defineTraining(async ({ share, hyperparameters, train, saveModel, host }) => {
        const rows = await share();
        const kept = join(process.env.SAGEMAKER_BASE_DIR ?? '', '..', 'algo-1', 'checkpoints');
        if (host.count === 3 && host.index === 1)
          setInterval(() => readdirSync(kept).length > 1 && process.kill(process.pid, 'SIGKILL'), 10);
        await saveModel(await train(rows, hyperparameters));
      });`;
    writeFileSync(join(folder.path, 'train.ts'), source);
    const job = await trainingJob({
      ...options,
      sourceDir: folder.path,
      instances: { type: 'ml.m5.large', count: 3 },
      hyperparameters: { ...options.hyperparameters, num_round: 500 },
      onHostLoss: 'continue',
      checkpoints: { everyRounds: 5 },
    }).start();
    folder.close();

    const events = await allEvents(job);

    expect((await job.describe()).status).toBe('Completed');
    const printed = events.flatMap((event) => (event.type === 'log' ? [event.line] : [])).join('\n');
    expect(printed).toMatch(/hosts: algo-2 is gone: its connection closed without a word/);
    expect(printed).toContain('share: the links of the query from before still work, so its result is read again');
    expect(printed).toMatch(/train: goes on from a checkpoint after \d+ of 500 rounds/);
    const bucket = `sagemaker-${process.env.AWS_REGION}-123456789012`;
    const { Contents = [] } = await awsClients
      .s3()
      .send(new ListObjectsV2Command({ Bucket: bucket, Prefix: `${job.name}/checkpoints/` }));
    expect(Contents.map(({ Key }) => Key?.split('/').at(-1))).toContain('xgboost-checkpoint.500');
  });

  test('has no model to deploy if it was stopped before its first round', async () => {
    const job = await trainingJob({ ...options, maxRunSeconds: 1 }).start();

    const error = await errorOf(() => watchQuietly(job));

    expect(error).toMatchObject({ kind: 'user', facts: { secondaryStatus: 'MaxRuntimeExceeded' } });
    expect(error.message).toContain('was stopped before it had saved a model. SageMaker stopped it at its time limit');
    await expect(job.deploy({ instance: 'ml.m5.large' })).rejects.toMatchObject({ kind: 'user' });
  });

  test('is refused when there is none of that name', async () => {
    await expect(attach('no-such-job')).rejects.toMatchObject({
      kind: 'user',
      message: 'There is no training job named no-such-job in this account and region. Check the name and AWS_REGION.',
    });
  });
});

describe('the training image', () => {
  test('is the same for the same program, and says that it was registered', async () => {
    const [first, second] = [await buildTrainingImage(), await buildTrainingImage()];

    expect(second.uri).toBe(first.uri);
    expect(second.digest).toBe(first.digest);
    expect(first.how).toBe('registered');
  });
});
