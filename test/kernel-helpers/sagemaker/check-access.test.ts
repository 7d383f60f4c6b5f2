import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { connect } from 'kernel-helpers/cell-api/connect';
import { IN_CELL } from 'kernel-helpers/cell-api/in-cell';
import { checkTable } from 'kernel-helpers/sagemaker/job/check-table';
import type { TrainingJobOptions } from 'kernel-helpers/sagemaker/job/options';
import { readSettings, type Settings } from 'kernel-helpers/settings';
import type { Snowflake } from 'kernel-helpers/snowflake/connect';
import { captureStdout } from '../../support/capture-stdout';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { withEnvironment } from '../../support/with-environment';

let account: TestAccount;
let admin: Snowflake;
let restore: () => void;
let user: string;
beforeAll(async () => {
  account = await startLocalAccount();
  restore = withEnvironment(account.settings);
  admin = await connect();
  user = String((await admin.sql`select current_user() as name`).toRows()[0].NAME);
  await admin.sql`create table houses as select 1::float as A, column1 as PRICE from values (1), (2)`;
  await admin.sql`create schema aside`;
  await admin.sql`create table aside.houses as select 1::float as A, 'text' as PRICE`;
  await admin.sql`use schema housing_schema`;
});
beforeEach(async () => {
  await admin.sql`drop role if exists reader`;
  await admin.sql`create role reader`;
  await admin.execute(`grant role reader to user ${user}`);
});
afterAll(async () => {
  await admin?.close();
  restore?.();
  await account?.close();
});

const PLACE = ['usage on database HOUSING', 'usage on schema HOUSING.HOUSING_SCHEMA'];
const WAREHOUSE = 'usage on warehouse HOUSING_WH';
const SELECT = 'select on table HOUSING.HOUSING_SCHEMA.HOUSES';

/** What the check finds for a job in these settings, and what it prints. */
async function problemsOf(
  changes: Partial<TrainingJobOptions> = {},
  settings: Partial<Settings> = { role: 'READER' },
): Promise<{ problems: readonly string[]; printed: string }> {
  const instances = { type: 'ml.m5.large', count: 1 };
  const options = { image: 'i', sourceDir: '.', entryPoint: 't.ts', table: 'houses', target: 'PRICE', instances };
  let problems: readonly string[] = [];
  const printed = await captureStdout(async () => {
    problems = await checkTable({ ...options, ...changes }, { ...readSettings(), ...settings }, IN_CELL);
  });
  return { problems, printed };
}

async function grant(...grants: readonly string[]): Promise<void> {
  for (const one of grants) await admin.execute(`grant ${one} to role reader`);
}

/** The statements that a problem tells the reader to run. */
function adviceOf(problems: readonly string[]): readonly string[] {
  return problems.flatMap((problem) => /grant .* to role \w+$/.exec(problem)?.[0] ?? []);
}

describe('a job is not started', () => {
  test.each([
    ['its own connection', () => ({})],
    ["the user's connection", () => ({ snowflake: admin })],
    ['no check of the values', () => ({ snowflake: false as const })],
  ])(
    'when its role may not use the warehouse and not read the table, and the advice mends it: %s',
    async (_, changes) => {
      await grant(...PLACE, 'insert on table HOUSING.HOUSING_SCHEMA.HOUSES');
      // DESCRIBE passes, which is why it proves nothing.
      const asReader = await connect({ role: 'READER' });
      expect((await asReader.listColumns('houses')).items.length).toBe(2);
      await asReader.close();

      const { problems } = await problemsOf(changes());

      expect(problems).toEqual([
        expect.stringContaining(
          'The job would have no warehouse: HOUSING_WH does not exist, or role READER may not use it.',
        ),
        expect.stringContaining('Role READER may not read houses, so the job could not.'),
      ]);
      for (const statement of adviceOf(problems)) await admin.execute(statement);
      expect((await problemsOf(changes())).problems).toEqual([]);
    },
  );

  test('when the job sees no such table', async () => {
    await grant(...PLACE, WAREHOUSE);

    expect((await problemsOf({ snowflake: false })).problems).toEqual([
      expect.stringContaining('Table HOUSES does not exist, or role READER may not see it.'),
    ]);
  });

  test('when nobody names its warehouse and schema', async () => {
    const settings = { warehouse: undefined, database: undefined, schema: undefined };
    const restoreNames = withEnvironment({ SF_WAREHOUSE: undefined, SF_DATABASE: undefined, SF_SCHEMA: undefined });
    const { problems } = await problemsOf({ snowflake: admin }, settings);
    const whole = await problemsOf({ snowflake: false, table: 'housing.housing_schema.houses' }, settings);
    await admin.execute(
      `alter user ${user} set default_warehouse = HOUSING_WH default_namespace = HOUSING.HOUSING_SCHEMA`,
    );
    const withDefaults = await problemsOf({ snowflake: admin }, settings);
    await admin.execute(`drop user ${user}`);
    restoreNames();

    expect(problems).toEqual([
      expect.stringMatching(/^The job would have no warehouse to run its query: set SF_WAREHOUSE/),
      expect.stringMatching(/^Table houses does not say where it is, .* Set SF_DATABASE and SF_SCHEMA, or name/),
    ]);
    expect(whole.problems).toEqual([expect.stringMatching(/^The job would have no warehouse/)]);
    expect(withDefaults.problems).toEqual([]);
  });

  test("when its table is another one than the user's session means", async () => {
    const elsewhere = await connect({ schema: 'ASIDE' });

    const { problems } = await problemsOf({ snowflake: elsewhere }, {});
    const whole = await problemsOf({ snowflake: elsewhere, table: 'housing.housing_schema.houses' }, {});
    await elsewhere.close();

    expect(problems).toEqual([
      'Table houses is HOUSING.ASIDE.HOUSES in the session that you passed, but HOUSING.HOUSING_SCHEMA.HOUSES for the job. Name it as DATABASE.SCHEMA.TABLE, or set SF_DATABASE and SF_SCHEMA.',
    ]);
    expect(whole.problems).toEqual([]);
  });

  test('when its role is not for the user of the secret', async () => {
    expect((await problemsOf({ snowflake: admin }, { role: 'NOBODY' })).problems).toEqual([
      expect.stringMatching(/^Role NOBODY does not exist.* pass snowflake: false\.$/),
    ]);
  });
});

describe('a job is started', () => {
  test('from a notebook that cannot log in, when it asks for no check, which says what is not known', async () => {
    const { problems, printed } = await problemsOf({ snowflake: false }, { role: 'NOBODY' });

    expect(problems).toEqual([]);
    expect(printed).toMatch(
      /^This notebook cannot log in as the job will, so it is not known whether the job may read/,
    );
  });

  test('with another warehouse than the session has, and says so', async () => {
    await admin.sql`create warehouse if not exists other_wh`;
    const other = await connect({ warehouse: 'OTHER_WH' });

    const { problems, printed } = await problemsOf({ snowflake: other }, {});
    await other.close();

    expect(problems).toEqual([]);
    expect(printed).toContain('The job uses warehouse HOUSING_WH; your session uses OTHER_WH.\n');
  });

  test('when its role may read the table; asking costs no warehouse time', async () => {
    await grant(...PLACE, WAREHOUSE, SELECT);

    expect((await problemsOf({ snowflake: false })).problems).toEqual([]);

    const history = await admin.sql`select query_text, warehouse_name from table(information_schema.query_history())
      where query_text ilike 'explain%'`;
    expect(history.toRows().at(-1)).toEqual({ QUERY_TEXT: 'explain select * from "HOUSES"', WAREHOUSE_NAME: null });
  });
});
