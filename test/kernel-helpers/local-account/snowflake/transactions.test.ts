import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Client, connectWithSchema } from './support/driver';
import { startAccount, type TestAccount } from './support/local-account';

describe('transactions', () => {
  let account: TestAccount;
  let client: Client;
  let other: Client;
  beforeAll(async () => {
    account = await startAccount();
  });
  afterAll(() => account.remove());
  beforeEach(async () => {
    client = await connectWithSchema(account.snowflake);
    other = await connectWithSchema(account.snowflake);
    await client.rows('CREATE OR REPLACE TABLE t (a INT)');
  });
  afterEach(async () => {
    await client.close();
    await other.close();
  });

  const count = (session: Client) => session.value('SELECT COUNT(*) FROM t');

  test('other sessions see the rows after COMMIT', async () => {
    await client.rows('BEGIN');
    await client.rows('INSERT INTO t VALUES (1)');
    expect([await count(client), await count(other)]).toEqual([1, 0]);

    await client.rows('COMMIT');

    expect(await count(other)).toBe(1);
  });

  test('logging out rolls back', async () => {
    const leaving = await connectWithSchema(account.snowflake);
    await leaving.rows('BEGIN');
    await leaving.rows('INSERT INTO t VALUES (1)');

    await leaving.close();

    expect(await count(client)).toBe(0);
  });

  // https://docs.snowflake.com/en/sql-reference/transactions: DDL statements commit the active transaction.
  test('a definition commits the open transaction', async () => {
    await client.rows('BEGIN');
    await client.rows('INSERT INTO t VALUES (1)');
    await client.rows('CREATE OR REPLACE TABLE another (a INT)');

    await client.rows('ROLLBACK');

    expect(await count(client)).toBe(1);
  });

  // https://docs.snowflake.com/en/sql-reference/functions/current_transaction
  test('have an identifier while they are open, and none otherwise', async () => {
    const current = () => client.value('SELECT CURRENT_TRANSACTION()');

    expect(await current()).toBeNull();
    await client.rows('BEGIN');
    expect(await current()).toMatch(/^\d+$/);
    await client.rows('COMMIT');
    expect(await current()).toBeNull();
    await client.rows('ALTER SESSION SET AUTOCOMMIT = FALSE');
    await client.rows('INSERT INTO t VALUES (1)');
    expect(await current()).toMatch(/^\d+$/);
    await client.rows('ROLLBACK');
  });

  test('a statement that does not compile leaves the transaction open', async () => {
    await client.rows('BEGIN');
    await client.rows('INSERT INTO t VALUES (1)');
    await client.fails('SELECT no_such_column FROM t');

    await client.rows('COMMIT');

    expect(await count(other)).toBe(1);
  });

  test('a statement that fails while it runs loses the transaction, and COMMIT says so', async () => {
    await client.rows('BEGIN');
    await client.rows('INSERT INTO t VALUES (1)');
    await client.fails("INSERT INTO t VALUES ('abc')");

    expect(await client.fails('COMMIT')).toMatchObject({
      sqlState: '40000',
      message: expect.stringContaining('Run it again'),
    });

    expect(await count(client)).toBe(0);
  });

  test('with AUTOCOMMIT = FALSE the first change opens a transaction', async () => {
    await client.rows('ALTER SESSION SET AUTOCOMMIT = FALSE');
    await client.rows('INSERT INTO t VALUES (1)');
    expect(await count(other)).toBe(0);

    await client.rows('COMMIT');

    expect(await count(other)).toBe(1);
  });

  test('a transaction does not see a table that another session makes meanwhile, and the error says so', async () => {
    await client.rows('BEGIN');
    await client.rows('INSERT INTO t VALUES (1)');
    await other.rows('CREATE TABLE made_meanwhile (a INT)');

    expect(await client.fails('SELECT a FROM made_meanwhile')).toMatchObject({
      code: '000625',
      message: expect.stringContaining('roll back and run it again'),
    });

    await client.rows('ROLLBACK');
    expect(await client.rows('SELECT a FROM made_meanwhile')).toEqual([]);
  });

  test('two sessions that change the same row: one is told to run again', async () => {
    await client.rows('INSERT INTO t VALUES (1)');
    await client.rows('BEGIN');
    await client.rows('UPDATE t SET a = 2');

    expect(await other.fails('UPDATE t SET a = 3')).toMatchObject({ code: '000625' });

    await client.rows('COMMIT');
    expect(await other.rows('SELECT a FROM t')).toEqual([[2]]);
  });
});
