import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Bind, Binds } from 'snowflake-sdk';
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
    ['', ''],
    ['a\0b', 'a\0b'],
    ['\0', '\0'],
    ['line\nend\r\n\ttab 🚀', 'line\nend\r\n\ttab 🚀'],
  ])('%p arrives as it was sent', async (sent, expected) => {
    expect(await client.value('SELECT ?', [sent])).toEqual(expected);
  });

  /** The Node driver calls objects and dates VARIANT: `buildBindsMap` of snowflake-sdk/dist/lib/connection/statement.js. */
  test.each<readonly [string, Bind, unknown]>([
    ['TIMESTAMP_NTZ', new Date('2024-03-31T02:30:00.125Z') as unknown as Bind, '2024-03-31 02:30:00.125'],
    ['DATE', '2024-02-29', '2024-02-29'],
    ['VARIANT', { a: [1, 'x'] } as unknown as Bind, { a: [1, 'x'] }],
    ['VARCHAR', 'a\0b', 'a\0b'],
    ['BOOLEAN', false, false],
    ['NUMBER(38,0)', '123456789012345', 123456789012345],
    ['FLOAT', 1e-300, 1e-300],
  ])('a %s column keeps what is bound, alone and in an array', async (type, sent, expected) => {
    await client.rows(`CREATE OR REPLACE TABLE one (i INT, v ${type})`);

    await client.rows('INSERT INTO one VALUES (?, ?)', [1, sent]);
    await client.rows('INSERT INTO one VALUES (?, ?)', [
      [2, sent],
      [3, null],
    ] as Binds);

    expect(plain(await client.rows('SELECT v FROM one ORDER BY i'))).toEqual(plain([[expected], [expected], [null]]));
  });

  test('a question mark in a text or a comment is not a placeholder', async () => {
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

  test('a placeholder without a value is an error', async () => {
    expect(await client.fails('SELECT ?, ?', [1])).toMatchObject({ code: '002049' });
  });
});

/** The driver's dates and documents as JSON, because they are objects with further members. */
function plain(rows: readonly (readonly unknown[])[]): unknown {
  return JSON.parse(JSON.stringify(rows));
}
