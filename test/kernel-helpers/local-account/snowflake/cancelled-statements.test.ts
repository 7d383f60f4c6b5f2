import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { seededRandom } from '../../../../kernel-helpers/src/dataset/seeded-random';
import { type Client, connectWithSchema } from './support/driver';
import { startAccount, type TestAccount } from './support/local-account';
import { logIn, post, runStatement } from './support/wire';

const SEED = 20_26;
const ROUNDS = 6;
/** Most of the statements below end before this time. */
const LONGEST_DELAY_MS = 40;

const MANY = 60_000;
const ROWS = `SELECT seq4() AS n, repeat('x', 40) AS text FROM TABLE(GENERATOR(ROWCOUNT => ${MANY}))`;
const COPY = 'COPY INTO guarded FROM @parts FILE_FORMAT = (TYPE = CSV) FORCE = TRUE';

/** A statement, and how many of `rows` there are once it is done. */
interface Change {
  readonly sql: string;
  readonly rowsAfter: (rows: number) => number;
}

/** Changes of rows, for which a transaction can be open. */
const ROW_CHANGES: readonly Change[] = [
  { sql: COPY, rowsAfter: (rows) => rows + 2 * MANY },
  { sql: `INSERT INTO guarded ${ROWS}`, rowsAfter: (rows) => rows + MANY },
  { sql: `INSERT OVERWRITE INTO guarded ${ROWS}`, rowsAfter: () => MANY },
  { sql: 'DELETE FROM guarded WHERE n >= 2', rowsAfter: () => 2 },
  { sql: 'TRUNCATE TABLE guarded', rowsAfter: () => 0 },
];

const DEFINITIONS: readonly Change[] = [
  { sql: `CREATE OR REPLACE TABLE guarded AS ${ROWS}`, rowsAfter: () => MANY },
  { sql: 'CREATE OR REPLACE TABLE guarded AS SELECT * FROM guarded', rowsAfter: (rows) => rows },
  { sql: 'CREATE OR REPLACE TABLE guarded (n FLOAT, text VARCHAR)', rowsAfter: () => 0 },
];

// https://docs.snowflake.com/en/sql-reference/transactions: a statement does all of its work or none.
describe('a statement that is cancelled at any moment', () => {
  let account: TestAccount;
  let client: Client;
  let observer: Client;
  let files: string;
  beforeAll(async () => {
    account = await startAccount();
    client = await connectWithSchema(account.snowflake);
    observer = await connectWithSchema(account.snowflake);
    files = await mkdtemp(join(tmpdir(), 'local-snowflake-files-'));
    const lines = Array.from({ length: MANY }, (_, row) => `${row + 2},new\n`).join('');
    for (const name of ['a.csv', 'b.csv']) await writeFile(join(files, name), lines);
    await client.rows('CREATE TEMPORARY STAGE parts');
    await client.rows(`PUT 'file://${join(files, '*.csv')}' @parts AUTO_COMPRESS = FALSE`);
  });
  afterAll(async () => {
    await client.close();
    await observer.close();
    await account.remove();
    await rm(files, { recursive: true, force: true });
  });

  const makeTable = async () => {
    await client.rows('CREATE OR REPLACE TABLE guarded (n FLOAT, text VARCHAR)');
    await client.rows("INSERT INTO guarded VALUES (0, 'old'), (1, 'old')");
  };
  const count = (session: Client) => session.value('SELECT COUNT(*) FROM guarded');

  test.each([...ROW_CHANGES, ...DEFINITIONS])('has done all of its work or none of it: $sql', async (change) => {
    const random = seededRandom(SEED);
    await makeTable();
    let rows = 2;
    for (let round = 0; round < ROUNDS; round += 1) {
      const isDone = await runAndCancel(client, change.sql, random() * LONGEST_DELAY_MS);
      if (isDone) rows = change.rowsAfter(rows);

      expect([await count(client), await count(observer)]).toEqual([rows, rows]);
      if (rows > 3 * MANY) {
        await makeTable();
        rows = 2;
      }
    }
  });

  test.each(ROW_CHANGES)('is in an open transaction as a whole or not at all: $sql', async (change) => {
    const random = seededRandom(SEED);
    for (let round = 0; round < ROUNDS; round += 1) {
      await makeTable();
      await client.rows('BEGIN');
      const isDone = await runAndCancel(client, change.sql, random() * LONGEST_DELAY_MS);
      // A transaction that lost a part of its work says so at its COMMIT.
      const isCommitted = await client.rows('COMMIT').then(
        () => true,
        () => false,
      );

      if (isDone) expect(isCommitted).toBe(true);
      const rows = isDone ? change.rowsAfter(2) : 2;
      expect([await count(client), await count(observer)]).toEqual([rows, rows]);
    }
  });

  test('keeps the temporary table that it would have replaced', async () => {
    const random = seededRandom(SEED);
    await client.rows('CREATE TEMPORARY TABLE mine (n FLOAT)');
    let rows = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const sql = `CREATE OR REPLACE TEMPORARY TABLE mine AS ${ROWS}`;
      if (await runAndCancel(client, sql, random() * LONGEST_DELAY_MS)) rows = MANY;

      expect(await client.value('SELECT COUNT(*) FROM mine')).toBe(rows);
    }
  });

  test('lets other sessions read either the old rows or the new ones', async () => {
    const random = seededRandom(SEED);
    await makeTable();
    let isReading = true;
    const read = async () => {
      const counts = new Set<unknown>();
      while (isReading) counts.add(await count(observer));
      return counts;
    };
    const reading = read();
    for (let round = 0; round < ROUNDS; round += 1) {
      await runAndCancel(client, `CREATE OR REPLACE TABLE guarded AS ${ROWS}`, random() * LONGEST_DELAY_MS);
    }
    isReading = false;

    for (const rows of await reading) expect([2, MANY]).toContain(rows);
  });
});

// gosnowflake, `queryNotExecutingCode`: what the service answers before a statement has arrived and after its end.
test('a request to cancel a statement that does not run is answered with 000605', async () => {
  const account = await startAccount();
  const { snowflake } = account;
  const token = await logIn(snowflake);
  const answer = await runStatement(snowflake, token, 'select 1');
  const { queryId } = z.object({ data: z.object({ queryId: z.string() }) }).parse(answer).data;

  const cancel = (path: string, body: unknown) => post(snowflake, path, token, body);
  for (const answered of [
    await cancel('/queries/v1/abort-request', { requestId: 'nobody knows it' }),
    await cancel(`/queries/${queryId}/abort-request`, {}),
    await cancel('/queries/01b0-0000/abort-request', {}),
  ])
    expect(answered).toMatchObject({
      success: false,
      code: '000605',
      message: 'Identified SQL statement is not currently executing.',
    });
  await account.remove();
});

/** Runs a statement and cancels it a little later; true when it succeeded anyway. It may fail only as cancelled. */
async function runAndCancel(client: Client, sqlText: string, afterMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const error = await new Promise<unknown>((resolve) => {
    const statement = client.connection.execute({ sqlText, complete: resolve });
    timer = setTimeout(() => statement.cancel(() => undefined), afterMs);
  });
  clearTimeout(timer);
  if (!error) return true;
  expect(error).toMatchObject({ message: 'SQL execution canceled' });
  return false;
}
