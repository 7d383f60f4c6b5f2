import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { KERNEL_BRIDGE } from 'kernel-helpers/cell/kernel-bridge';
import { cleanUp } from 'kernel-helpers/cell-api/clean-up';
import { connect } from 'kernel-helpers/cell-api/connect';
import { listTrainingJobs } from 'kernel-helpers/cell-api/list-jobs';
import { trainingJob } from 'kernel-helpers/cell-api/plan-job';
import { findHousingFile } from 'kernel-helpers/dataset/housing-sources';
import { checkWholeSetup } from 'kernel-helpers/doctor/check-setup';
import { cleanUpAccount } from 'kernel-helpers/sagemaker/clean-up/clean-up';
import { type DeployedModel, deployModel } from 'kernel-helpers/sagemaker/endpoint/deploy';
import { predict } from 'kernel-helpers/sagemaker/endpoint/predict';
import { buildImage } from 'kernel-helpers/sagemaker/image/build-training-image';
import type { TrainingJobOptions } from 'kernel-helpers/sagemaker/job/options';
import { startTrainingJob } from 'kernel-helpers/sagemaker/job/start-job';
import { describeJob } from 'kernel-helpers/sagemaker/watch/describe-job';
import { followJob } from 'kernel-helpers/sagemaker/watch/follow-job';
import { getSecret } from 'kernel-helpers/secrets/get-secret';
import { connectIn, type Snowflake } from 'kernel-helpers/snowflake/connect';
import { heardBy } from 'kernel-helpers/surroundings';
import { Table } from 'kernel-helpers/table/columnar-table';
import { SYNTHETIC_ORIGIN } from 'kernel-helpers/table/origin';
import { ROOT } from '../support/clone';
import { startLocalAccount, type TestAccount } from '../support/local-account';
import { withEnvironment } from '../support/with-environment';

const NEVER = new AbortController().signal;
const PLACE = { warehouse: 'QUIET_WH', database: 'QUIET', schema: 'QUIET' };
const ROWS = Array.from({ length: 100 }, (_, row) => ({ X: row % 10, TARGET: (row % 10) * 2 }));

let account: TestAccount;
let restoreEnvironment: () => void;
/** What the surroundings of quiet work were told. */
let heard: string[] = [];
/** What reached a person: outputs of the cell, stdout and stderr. */
let shown: string[] = [];
const surroundings = heardBy(NEVER, (sentence) => void heard.push(sentence));

const streams = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write }));

beforeAll(async () => {
  account = await startLocalAccount();
  restoreEnvironment = withEnvironment(account.settings);
  // In a cell, every output would go to this bridge, and nowhere else.
  const display = (bundle: Readonly<Record<string, unknown>>): void => void shown.push(String(bundle['text/plain']));
  const protect = async (work: () => unknown): Promise<unknown> => work();
  Object.assign(globalThis, { [KERNEL_BRIDGE]: { display, protect, signal: NEVER, audience: 'nobody' } });
  for (const { stream } of streams) stream.write = (chunk: string | Uint8Array) => shown.push(String(chunk)) > 0;
}, 60_000);
beforeEach(() => {
  heard = [];
  shown = [];
});
afterAll(async () => {
  for (const { stream, write } of streams) stream.write = write;
  Reflect.deleteProperty(globalThis, KERNEL_BRIDGE);
  restoreEnvironment?.();
  await account?.close();
});

describe('work outside of cells shows nothing, and tells its surroundings', () => {
  let snowflake: Snowflake;
  let options: TrainingJobOptions;
  let job: string;
  let deployed: DeployedModel;
  afterAll(() => snowflake?.close());

  /** Each goes on where the one before has ended. */
  const WORK: readonly (readonly [string, () => Promise<void>, readonly (string | RegExp)[]])[] = [
    [
      'what a place in Snowflake needed',
      async () => {
        snowflake = await connectIn(surroundings);
        await snowflake.useOrCreate(PLACE);
      },
      [/QUIET/],
    ],
    [
      'nothing of a load',
      async () => {
        const report = await snowflake.writeTable(Table.fromRows(ROWS), 'sums');
        expect(report.rows).toBe(100);
      },
      [],
    ],
    [
      'that a table holds made-up rows',
      async () => {
        const table = Table.fromRows(ROWS);
        await snowflake.writeTable(new Table(table.columns, { origin: `${SYNTHETIC_ORIGIN}: a test` }), 'made_up');
        await snowflake.sql`create table copied as select * from made_up`;
      },
      [/COPIED now holds made-up rows/],
    ],
    [
      'that the values of a table are checked before a job starts',
      async () => {
        const image = await buildImage({}, surroundings);
        const training = { sourceDir: join(ROOT, 'notebooks', 'training'), entryPoint: 'train.ts', target: 'TARGET' };
        const hosts = { instances: { type: 'ml.m5.large', count: 1 }, hyperparameters: { num_round: 3, seed: 1 } };
        options = { ...training, ...hosts, image, table: 'QUIET.QUIET.sums' };
        const starting: string[] = [];
        job = await startTrainingJob(options, surroundings, { onStart: (name) => void starting.push(name) });
        expect(starting).toEqual([job]);
      },
      [/^Checking the values of .*sums with one query on the warehouse/],
    ],
    [
      'nothing of a job that is followed: its events say everything',
      async () => {
        const types = new Set<string>();
        for await (const { events } of followJob(job, NEVER)) for (const { type } of events) types.add(type);
        expect([...types].sort()).toEqual(['finished', 'log', 'metric', 'status']);
      },
      [],
    ],
    [
      'nothing of a deployment: its events say how far it is',
      async () => {
        const events: string[] = [];
        deployed = await deployModel(await describeJob(job), { instance: 'ml.m5.large' }, NEVER, (event) =>
          events.push(event.type === 'status' ? event.status : event.type),
        );
        expect(events[0]).toBe('planned');
        expect(events.at(-1)).toBe('InService');
      },
      [],
    ],
    [
      'which column a prediction leaves out',
      async () => {
        const rows = [{ X: 4, OTHER: 1 }];
        const [answer] = await predict(deployed.name, rows, deployed.columns, surroundings);
        expect(answer).toBeGreaterThan(0);
      },
      [/OTHER/],
    ],
    [
      'nothing of a clean-up: its events say what it found and deleted',
      async () => {
        const events: string[] = [];
        const scope = { stopJobs: false, others: false };
        const report = await cleanUpAccount(scope, NEVER, ({ type }) => void events.push(type));
        expect(events).toEqual(['found', 'deleted', 'deleted', 'deleted']);
        expect(report.deleted).toHaveLength(3);
      },
      [],
    ],
    [
      'why a data set could not be downloaded',
      async () => {
        const nowhere = join(account.directory, 'not-there');
        const archive = { url: 'http://127.0.0.1:9/archive.tgz', sha256: '', member: '' };
        const places = { cache: nowhere, besideClone: nowhere, fileSha256: '', archive };
        expect(await findHousingFile(surroundings, places)).toBeUndefined();
      },
      [/^California Housing could not be downloaded: /],
    ],
    [
      'nothing of a secret and of the checks of a set-up',
      async () => {
        expect((await getSecret()).keys).toContain('username');
        const { checks } = await checkWholeSetup('ours', NEVER);
        expect(checks.map(({ name }) => name)).toEqual(expect.arrayContaining(['Kernel', 'AWS', 'Snowflake']));
      },
      [],
    ],
  ];

  test.each(WORK)('%s', async (_, work, sentences) => {
    await work();

    expect(shown).toEqual([]);
    expect(heard).toEqual(sentences.map((sentence) => expect.stringMatching(sentence)));
  });

  test('a list asked for in a cell ends with the signal of that cell', async () => {
    const bridge = Reflect.get(globalThis, KERNEL_BRIDGE) as object;
    Object.assign(globalThis, { [KERNEL_BRIDGE]: { ...bridge, signal: AbortSignal.abort(new Error('interrupted')) } });

    await expect(listTrainingJobs()).rejects.toThrow('interrupted');

    Object.assign(globalThis, { [KERNEL_BRIDGE]: bridge });
    expect((await listTrainingJobs({ nameContains: job })).items).toMatchObject([{ name: job, status: 'Completed' }]);
  });

  test('but a cell shows the same sentences, a card of the job, a line of the endpoint and a list of what it finds', async () => {
    const session = await connect(PLACE);
    await session.sql`create table copied_again as select * from made_up`;
    const running = await trainingJob(options).start();
    const finished = await running.watch();
    const endpoint = await finished.deploy({ instance: 'ml.m5.large' });
    await endpoint.predict([{ X: 4, OTHER: 1 }]);
    await cleanUp();
    await session.close();

    const sentences = [
      /COPIED_AGAIN now holds made-up rows/,
      /^Checking the values of /,
      /^Completed after all 3 rounds/,
    ];
    for (const part of [...sentences, /^Endpoint on 1 × ml\.m5\.large: InService/, /OTHER/, /^ *kind +name/]) {
      expect(shown).toContainEqual(expect.stringMatching(part));
    }
    expect(heard).toEqual([]);
  });
});
