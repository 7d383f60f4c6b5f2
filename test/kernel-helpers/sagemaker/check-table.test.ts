import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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
let snowflake: Snowflake;
let settings: Settings;
let restore: () => void;

beforeAll(async () => {
  account = await startLocalAccount();
  restore = withEnvironment(account.settings);
  settings = readSettings();
  snowflake = await connect();
});
afterAll(async () => {
  await snowflake.close();
  restore();
  await account.close();
});

/** The problems that the check finds, and what it prints. */
async function problemsOf(changes: Partial<TrainingJobOptions>): Promise<{ problems: string[]; printed: string }> {
  const options = {
    image: 'an image',
    sourceDir: '.',
    entryPoint: 'train.ts',
    table: 'houses',
    target: 'price',
    instances: { type: 'ml.m5.large', count: 2 },
    snowflake,
    ...changes,
  };
  const problems: string[] = [];
  const printed = await captureStdout(async () => {
    problems.push(...(await checkTable(options, settings, IN_CELL)));
  });
  return { problems, printed };
}

/** The SQL that a problem advises, statement by statement. */
function adviceOf(problem: string): string[] {
  return [...problem.matchAll(/create view [^;]*;/g)].map(([statement]) => statement);
}

const A = '1::float as A';
const TABLES: readonly (readonly [
  what: string,
  rows: string,
  problem: RegExp,
  hyperparameters?: TrainingJobOptions['hyperparameters'],
])[] = [
  [
    'a null target',
    `${A}, column1 as PRICE from values (1.5), (null), (2)`,
    /^1 of 3 rows have no number in the target column PRICE of table \S+ \(1 null or NaN\)\./,
  ],
  [
    'a NaN and an infinite target',
    `${A}, column1::float as PRICE from values ('NaN'), ('inf'), ('1'), ('2'), (null)`,
    /^3 of 5 rows .*\(2 null or NaN, 1 infinite\)\./,
  ],
  [
    'a boolean target with nulls',
    `${A}, column1::boolean as PRICE from values (true), (null), (false), (true)`,
    /^1 of 4 rows have no number/,
  ],
  [
    'a text target',
    `${A}, column1::varchar(9) as PRICE from values ('1'), ('0')`,
    /^XGBoost predicts numbers, but the target column PRICE of table \S+ is VARCHAR\(\d+\)\./,
  ],
  [
    'text, date and time features',
    "column1 as PRICE, 'x' as CITY, '2024-01-02'::date as BUILT, '2024-01-02'::timestamp_ntz as SOLD, 1 as A from values (1), (2)",
    /^XGBoost needs numbers or texts, .* hold none: BUILT \(DATE\), SOLD \(TIMESTAMP_NTZ\S*\)\. Train on a view/,
  ],
  [
    'a variant feature',
    'column1 as PRICE, parse_json(\'{"a": 1}\') as "my order", 1 as A from values (1), (2)',
    /hold none: my order \(VARIANT\)\./,
  ],
  [
    'an infinite feature',
    "column1::float as \"Order\", column1::float as B, 1 as PRICE from values ('inf'), ('-inf'), ('NaN'), (null), ('3')",
    /^XGBoost does not take infinite values or values above 3\.4e\+?38, but these columns of table \S+ have some: Order \(2\), B \(2\)\./,
  ],
  [
    'labels 1 and 2 for two classes',
    `${A}, column1 as PRICE from values (1), (2), (2)`,
    /^Objective binary:logistic needs 0 and 1.* in the target column PRICE of table \S+, but 2 of 3 rows have others; the values are from 1 to 2\./,
    { objective: 'binary:logistic' },
  ],
  [
    'negative labels for counts',
    `${A}, column1 as PRICE from values (-1), (2), (2)`,
    /^Objective count:poisson needs numbers of at least 0/,
    { objective: 'count:poisson' },
  ],
  [
    'classes that begin at 1',
    `${A}, column1 as PRICE from values (1), (2), (3)`,
    /needs whole numbers from 0 to 2 .* but 1 of 3 rows/,
    { objective: 'multi:softmax', num_class: 3 },
  ],
];

describe('the table of a job', () => {
  test('that is right costs one query, and the check says so', async () => {
    await snowflake.execute(
      'create or replace table houses as select 1::float as A, column1 as PRICE from values (1), (2)',
    );

    const { problems, printed } = await problemsOf({});

    expect(problems).toEqual([]);
    expect(printed).toBe(
      'Checking the values of houses with one query on the warehouse; snowflake: false leaves it out.\n',
    );
    expect(await problemsOf({ snowflake: false })).toEqual({ problems: [], printed: '' });
  });

  test.each(TABLES)(
    'with %s is refused, and each piece of advice repairs it',
    // A fourth parameter of a row with three values would be Jest's `done`.
    async (what, rows, problem, ...[hyperparameters]) => {
      const names = ['wrong', '"my wrong"', 'HOUSING.HOUSING_SCHEMA.WRONG_2', 'housing_schema."wrong"'];
      const table = names[TABLES.findIndex(([other]) => other === what) % names.length];
      await snowflake.execute(`create or replace table ${table} as select ${rows}`);

      const { problems } = await problemsOf({ table, hyperparameters });

      expect(problems.map((one) => one.replaceAll('my wrong', 'my_wrong'))).toEqual([expect.stringMatching(problem)]);
      expect(adviceOf(problems[0]).length).toBeGreaterThan(0);
      for (const statement of adviceOf(problems[0])) await expectToMend(statement, hyperparameters);
    },
  );

  async function expectToMend(
    statement: string,
    hyperparameters?: TrainingJobOptions['hyperparameters'],
  ): Promise<void> {
    await snowflake.execute(statement);
    const view = /^create view (.*?) as select/.exec(statement)?.[1] ?? '';
    const instances = { type: 'ml.m5.large', count: 1 };
    expect((await problemsOf({ table: view, hyperparameters, instances })).problems).toEqual([]);
    await snowflake.execute(`drop view ${view}`);
  }

  test('may have missing values in its features', async () => {
    await snowflake.execute(
      "create or replace table gaps as select column1::float as A, 1 as PRICE from values ('NaN'), (null), ('3')",
    );

    expect((await problemsOf({ table: 'gaps' })).problems).toEqual([]);
  });

  test('reports all its problems at once', async () => {
    await snowflake.execute(
      "create or replace table bad as select column1::float as A, column2 as PRICE from values ('inf', -1), ('1', null)",
    );

    const { problems } = await problemsOf({ table: 'bad', hyperparameters: { objective: 'reg:gamma' } });

    expect(problems).toHaveLength(3);
  });

  test('needs rows, and a row for each host', async () => {
    await snowflake.execute('create or replace table few as select 1 as A, 2 as PRICE');
    await snowflake.execute('create or replace table none like few');

    expect((await problemsOf({ table: 'few' })).problems).toEqual([
      'Table few has 1 rows for 2 hosts, so some hosts get none. Use fewer hosts.',
    ]);
    expect((await problemsOf({ table: 'none' })).problems).toEqual([
      'Table none has no rows to train on. Load some first.',
    ]);
  });

  test('is looked up as the job will see it', async () => {
    await snowflake.execute(
      'create or replace table houses as select 1::float as A, column1 as PRICE from values (1), (2)',
    );
    settings = { ...settings, warehouse: 'NOWHERE' };

    const { problems } = await problemsOf({ snowflake: undefined });
    settings = readSettings();

    expect(problems).toEqual([
      'The job would have no warehouse: NOWHERE does not exist, or role ACCOUNTADMIN may not use it. Whoever owns it runs: grant usage on warehouse NOWHERE to role ACCOUNTADMIN',
    ]);
  });
});
