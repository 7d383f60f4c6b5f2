import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { Table } from 'kernel-helpers/table/columnar-table';
import { type LocalSnowflake, startLocalSnowflake } from '../local-snowflake';

const ROWS = Table.fromRows([{ n: 7 }]);

let account: LocalSnowflake;
let snowflake: Snowflake;
beforeAll(async () => {
  account = await startLocalSnowflake();
});
afterAll(async () => {
  await account.close();
});
beforeEach(async () => {
  snowflake = await account.connect();
  await snowflake.sql`create or replace table t (n float)`;
});

async function numbersSeenByOthers(): Promise<unknown[]> {
  const other = await account.connect();
  const rows = (await other.sql`select n from t order by n`).toRows();
  await other.close();
  return rows.map(({ N }) => N);
}

// docs.snowflake.com, "Transactions": DDL commits the transaction that is open, and is a transaction of its own.
describe('a load while a transaction is open', () => {
  test.each(['fail', 'append', 'replace'] as const)('is refused before it commits anything: %s', async (ifExists) => {
    await snowflake.sql`begin`;
    await snowflake.sql`insert into t values (1)`;

    await expect(snowflake.writeTable(ROWS, ifExists === 'fail' ? 'new' : 't', { ifExists })).rejects.toThrow(
      /^A transaction is open in this session, and loading \w+ would commit it\. Run `commit` or `rollback` first, and load then\./,
    );

    await snowflake.sql`rollback`;
    expect(await numbersSeenByOthers()).toEqual([]);
    await snowflake.writeTable(ROWS, 't', { ifExists: 'append' });
    expect(await numbersSeenByOthers()).toEqual([7]);
  });

  test('is refused where the session commits nothing by itself, and runs as the message advises', async () => {
    await snowflake.sql`alter session set autocommit = false`;
    await snowflake.sql`insert into t values (1)`;

    await expect(snowflake.writeTable(ROWS, 't', { ifExists: 'append' })).rejects.toThrow(
      'In a session with AUTOCOMMIT = FALSE run `alter session set autocommit = true` after that.',
    );

    await snowflake.sql`commit`;
    await snowflake.sql`alter session set autocommit = true`;
    await snowflake.writeTable(ROWS, 't', { ifExists: 'append' });
    expect(await numbersSeenByOthers()).toEqual([1, 7]);
  });

  test('is not refused when the transaction belongs to another session', async () => {
    const other = await account.connect();
    await other.sql`begin`;

    await snowflake.writeTable(ROWS, 't', { ifExists: 'append' });

    expect(await numbersSeenByOthers()).toEqual([7]);
    await other.close();
  });

  test('is not refused for the transaction of a load beside it', async () => {
    await Promise.all([1, 2, 3].map(() => snowflake.writeTable(ROWS, 't', { ifExists: 'append' })));

    expect(await numbersSeenByOthers()).toEqual([7, 7, 7]);
  });
});
