import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type HostResult, openTrainingSite, type TrainingSite } from './support/training-site';
import { uploadScript } from './support/upload-script';

let site: TrainingSite;

beforeAll(async () => {
  site = await openTrainingSite();
  // Missing values, booleans and wide numbers, in more rows than come with the answer, than one batch takes, and than one thread decodes.
  await site.snowflake.sql`create or replace table many as select
    iff(seq4() % 7 = 0, null, sin(seq4()) * 1000) as a, seq4() % 4 = 1 as b, (seq4() % 97)::number(38, 0) as c,
    (seq4() * 7919 % 10007) / 100 as d, cos(seq4()) + seq4() % 97 + iff(seq4() % 4 = 1, 5, 0) as y
    from table(generator(rowcount => 110000))`;
  await site.snowflake.sql`create or replace table broken as
    select column1::float as a, column2::float as y from values (1, 1), (1e300, 2), (3, null)`;
}, 60_000);

afterAll(() => site.close());

describe('rows that are streamed', () => {
  test.each([1, 2])('give the model of rows that are held, byte for byte, on %i hosts', async (hostCount) => {
    const held = await train('validation: 0.25', hostCount);
    const streamed = await train('validation: 0.25, stream: true', hostCount);

    expect([...held, ...streamed].map(({ exitCode }) => exitCode)).toEqual([...held, ...streamed].map(() => 0));
    expect(linesOf(streamed)).toEqual(linesOf(held));
    expect(modelOf(streamed).equals(modelOf(held))).toBe(true);
  });

  test('are refused for the same values as rows that are held, and for other methods than hist', async () => {
    const [host] = await runScript(
      `for (const stream of [false, true]) await share({ stream }).catch((error) => log(error.name + ': ' + error.message));`,
      1,
      'broken',
    );
    const [other] = await runScript(
      `const rows = await share({ stream: true });
       await train(rows, { ...hyperparameters, tree_method: 'exact' }).catch((error) => log(error.message));
       rows.close();
       rows.close();`,
    );

    const refusals = host.stdout.split('\n').filter((line) => line.startsWith('UserError: '));
    expect(refusals).toEqual([refusals[0], refusals[0]]);
    expect(refusals[0]).toMatch(/^UserError: 1 of 3 rows have no number in the target column Y of table broken/);
    expect(other.stdout).toContain(
      'share({ stream: true }) is for trees of tree_method hist, not for tree_method exact.',
    );
  });
});

function train(options: string, hostCount: number): Promise<readonly HostResult[]> {
  return runScript(
    `const rows = await share({ ${options} });
     await saveModel(await train(rows, hyperparameters));`,
    hostCount,
  );
}

async function runScript(story: string, hostCount = 1, table = 'many'): Promise<readonly HostResult[]> {
  const script = await uploadScript(
    site,
    `exports.default = defineTraining(async ({ share, hyperparameters, train, saveModel, log, host }) => { ${story} });`,
  );
  return await site.runJob({
    hostCount,
    hyperparameters: { num_round: '5', ...script },
    env: { SF_TABLE: table, TARGET_COLUMN: 'y' },
  });
}

function modelOf([leader]: readonly HostResult[]): Buffer {
  return readFileSync(join(leader.paths.model, 'xgboost-model'));
}

/** What the hosts say of their rows and rounds, but for how long it took. */
function linesOf(hosts: readonly HostResult[]): readonly string[] {
  return hosts.flatMap(({ stdout }) => stdout.split('\n').filter((line) => /^share:|rmse/.test(line)));
}
