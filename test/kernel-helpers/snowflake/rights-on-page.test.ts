import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from 'kernel-helpers/cell-api/connect';
import { IN_CELL } from 'kernel-helpers/cell-api/in-cell';
import { checkTable } from 'kernel-helpers/sagemaker/job/check-table';
import { readSettings } from 'kernel-helpers/settings';
import type { Snowflake } from 'kernel-helpers/snowflake/connect';
import { splitStatements } from 'kernel-helpers/snowflake/statement/read-statement';
import { Table } from 'kernel-helpers/table/columnar-table';
import { captureStdout } from '../../support/capture-stdout';
import { ROOT } from '../../support/clone';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { withEnvironment } from '../../support/with-environment';

/** The statements of a block of REAL-ACCOUNTS.md, by the comment before it. */
function statementsOnPage(name: string): readonly string[] {
  const page = readFileSync(join(ROOT, 'REAL-ACCOUNTS.md'), 'utf8');
  const block = new RegExp(`<!-- ${name}: run by a test -->\\n\`\`\`sql\\n([^\`]+)\`\`\``).exec(page)?.[1] ?? '';
  return splitStatements(block).map(({ sqlText }) => sqlText);
}

let account: TestAccount;
let admin: Snowflake;
let restore: () => void;
let loader: Snowflake;
beforeAll(async () => {
  account = await startLocalAccount();
  restore = withEnvironment(account.settings);
  admin = await connect();
  const statements = statementsOnPage('roles');
  expect(statements.length).toBeGreaterThan(10);
  for (const statement of statements) await admin.execute(statement);
  const [{ NAME: user }] = (await admin.sql`select current_user() as name`).toRows();
  for (const role of ['ml_load', 'ml_train']) await admin.execute(`grant role ${role} to user ${user}`);
  loader = await connect({ role: 'ML_LOAD' });
});
afterAll(async () => {
  await loader?.close();
  await admin?.close();
  restore?.();
  await account?.close();
});

const HOUSES = Table.fromRows([
  { MEDINC: 1.5, MEDHOUSEVAL: 2 },
  { MEDINC: 2.5, MEDHOUSEVAL: 3 },
]);
const WIDER = Table.fromRows([{ MEDINC: 1.5, HOUSEAGE: 4, MEDHOUSEVAL: 2 }]);
const MADE_UP = Table.fromRows([{ MEDINC: 1.5, MEDHOUSEVAL: 2 }], { origin: 'made up: synthetic rows of a test' });

const quietly = (work: () => Promise<unknown>) => captureStdout(async () => void (await work()));

describe('with the grants of the page', () => {
  test('the role ml_load loads, replaces and reads a table, as the first notebook does', async () => {
    const { SF_WAREHOUSE: warehouse, SF_DATABASE: database, SF_SCHEMA: schema } = account.settings;
    await quietly(async () => {
      await loader.useOrCreate({ warehouse, database, schema });
      for (const rows of [HOUSES, HOUSES, WIDER, HOUSES, MADE_UP, HOUSES])
        await loader.writeTable(rows, 'california_housing', { ifExists: 'replace' });
      for (const rows of [HOUSES, MADE_UP]) await loader.writeTable(rows, 'california_housing', { ifExists: 'append' });
    });

    expect((await loader.sql`select count(*) as n, sum(medinc) from california_housing`).toRows()[0].N).toBe(5);
  });

  test('the role ml_train reads it, for a job and for predictions, and changes nothing', async () => {
    await quietly(() => loader.writeTable(HOUSES, 'california_housing', { ifExists: 'replace' }));
    const instances = { type: 'ml.m5.large', count: 1 };
    const options = { image: 'i', sourceDir: '.', entryPoint: 't.ts', target: 'MEDHOUSEVAL', instances };
    let problems: readonly string[] = ['not asked'];
    await quietly(async () => {
      problems = await checkTable(
        { ...options, table: 'california_housing' },
        { ...readSettings(), role: 'ML_TRAIN' },
        IN_CELL,
      );
    });
    const trainer = await connect({ role: 'ML_TRAIN' });

    expect(problems).toEqual([]);
    expect((await trainer.sql`select * from california_housing order by hash(medinc) limit 1`).rowCount).toBe(1);
    for (const change of [
      'delete from california_housing',
      'create table mine (n float)',
      'drop table california_housing',
    ])
      await expect(trainer.execute(change)).rejects.toMatchObject({ facts: { code: '003001' } });
    await trainer.close();
  });

  test('a table of another role can be replaced after its owner has given it away', async () => {
    await admin.sql`drop table california_housing`;
    await quietly(() => admin.writeTable(HOUSES, 'california_housing'));
    const replace = () => quietly(() => loader.writeTable(WIDER, 'california_housing', { ifExists: 'replace' }));

    await expect(replace()).rejects.toMatchObject({ facts: { code: '003001' } });
    for (const statement of statementsOnPage('owner')) await admin.execute(statement);
    await replace();

    const trainer = await connect({ role: 'ML_TRAIN' });
    expect((await trainer.sql`select houseage from california_housing`).rowCount).toBe(1);
    await trainer.close();
  });
});
