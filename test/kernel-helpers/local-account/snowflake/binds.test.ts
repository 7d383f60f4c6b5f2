import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client, connectWithSchema } from './support/driver';
import { startAccount, type TestAccount } from './support/local-account';

describe('bound values', () => {
  let account: TestAccount;
  let client: Client;
  beforeAll(async () => {
    account = await startAccount();
    client = await connectWithSchema(account.snowflake);
    await client.rows('CREATE TABLE bound (n INT, f FLOAT, s VARCHAR, b BOOLEAN)');
  });
  afterAll(async () => {
    await client.close();
    await account.remove();
  });

  test.each([
    [1, 1],
    [-2.5, -2.5],
    ['it\'s \\ a "test" -- ? ü', 'it\'s \\ a "test" -- ? ü'],
    ['); DROP TABLE bound; --', '); DROP TABLE bound; --'],
    [true, true],
    [null, null],
  ])('%p arrives as it was sent', async (sent, expected) => {
    expect(await client.value('SELECT ?', [sent])).toEqual(expected);
  });

  test('a question mark in a text or a comment is no place', async () => {
    expect(await client.rows("SELECT '?', ? -- ?", [5])).toEqual([['?', 5]]);
    expect(await client.rows('SELECT :2, :1', ['a', 'b'])).toEqual([['b', 'a']]);
  });

  test('arrays of values insert many rows in one statement', async () => {
    const rows = Array.from({ length: 2000 }, (_, index) => [
      index,
      index / 2,
      index % 3 === 0 ? null : `r${index}`,
      true,
    ]);

    expect(await client.rows('INSERT INTO bound VALUES (?, ?, ?, ?)', rows)).toEqual([[2000]]);

    expect(await client.rows('SELECT COUNT(*), SUM(n), SUM(f), COUNT(s), MIN(s) FROM bound')).toEqual([
      [2000, 1999000, 999500, 1333, 'r1'],
    ]);
  });

  test('a place without a value is an error', async () => {
    expect(await client.fails('SELECT ?, ?', [1])).toMatchObject({ code: '002049' });
  });
});
