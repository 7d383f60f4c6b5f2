import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { until } from '../../../support/until';
import { type Client, connectDriver, connectWithSchema } from './support/driver';
import { startAccount, type TestAccount } from './support/local-account';
import { logIn, post } from './support/wire';

const MEBIBYTE = 1024 * 1024;
const ENDLESS = 'SELECT COUNT(*) FROM TABLE(GENERATOR(ROWCOUNT => 99999999999)) WHERE UNIFORM(1, 9, RANDOM()) > 9';

let account: TestAccount;
let client: Client;
beforeAll(async () => {
  account = await startAccount({
    limits: { memoryBytes: 192 * MEBIBYTE, temporaryBytes: 64 * MEBIBYTE, threads: 2 },
    abandonedSeconds: 0.3,
  });
  client = await connectWithSchema(account.snowflake);
});
afterAll(async () => {
  await client.close();
  await account.remove();
});

describe('a statement that would take the whole machine', () => {
  test('is stopped at its bounds while others go on, and leaves nothing behind', async () => {
    const other = await connectDriver(account.snowflake);
    let isRunning = true;

    const failing = client
      .fails('SELECT SEQ8() AS i, MD5(SEQ8()::VARCHAR) FROM TABLE(GENERATOR(ROWCOUNT => 99999999999))')
      .finally(() => {
        isRunning = false;
      });

    expect(await other.value('SELECT 1')).toBe(1);
    expect(isRunning).toBe(true);
    expect(await failing).toMatchObject({
      code: '000603',
      sqlState: '53200',
      message: expect.stringContaining('more memory and temporary space than the local account may use'),
    });
    expect(await client.value('SELECT COUNT(*) FROM TABLE(GENERATOR(ROWCOUNT => 100000))')).toBe(100_000);
    await other.close();
  });
});

const history = z.array(z.object({ QUERY_TEXT: z.string(), EXECUTION_STATUS: z.string() }));

async function statusOf(sqlText: string): Promise<string | undefined> {
  const rows = await client.objects(
    'SELECT query_text, execution_status FROM TABLE(information_schema.query_history()) ORDER BY start_time DESC',
  );
  return history.parse(rows).find(({ QUERY_TEXT }) => QUERY_TEXT === sqlText)?.EXECUTION_STATUS;
}

/** Starts a statement as a driver does, and returns also the token for further requests. */
async function begin(sqlText: string, options: Readonly<Record<string, unknown>> = {}) {
  const token = await logIn(account.snowflake);
  const gone = new AbortController();
  const answer = fetch(`${account.snowflake.url}/queries/v1/query-request?requestId=${encodeURIComponent(sqlText)}`, {
    method: 'POST',
    headers: { authorization: `Snowflake Token="${token}"`, 'content-type': 'application/json' },
    body: JSON.stringify({ sqlText, ...options }),
    signal: gone.signal,
  }).then(
    (response) => response.json(),
    () => 'gone',
  );
  await until(async () => (await statusOf(sqlText)) !== undefined);
  return { token, gone, answer };
}

describe('a statement whose client', () => {
  test('has gone is ended', async () => {
    const sqlText = `${ENDLESS} -- gone`;
    const { gone, answer } = await begin(sqlText);
    expect(await statusOf(sqlText)).toBe('RUNNING');

    gone.abort();

    expect(await answer).toBe('gone');
    await until(async () => (await statusOf(sqlText)) === 'FAILED_WITH_ERROR');
  });

  test('closes its session is ended', async () => {
    const sqlText = `${ENDLESS} -- closed`;
    const { token, answer } = await begin(sqlText);

    await post(account.snowflake, '/session?delete=true', token, {});

    expect(await answer).toMatchObject({ success: false, code: '000604' });
  });

  test('sends the request again goes on', async () => {
    const sqlText = 'CALL SYSTEM$WAIT(1) -- twice';
    const { gone, token } = await begin(sqlText);

    gone.abort();
    const path = `/queries/v1/query-request?requestId=${encodeURIComponent(sqlText)}`;
    const answer = await post(account.snowflake, path, token, { sqlText });

    expect(answer).toMatchObject({ success: true, data: { rowset: [['waited 1 seconds']] } });
  });

  test('asked for it asynchronously goes on alone', async () => {
    const sqlText = 'CALL SYSTEM$WAIT(1) -- alone';

    const { answer } = await begin(sqlText, { asyncExec: true });

    expect(await answer).toMatchObject({ success: true, code: '333334' });
    await until(async () => (await statusOf(sqlText)) !== 'RUNNING');
    expect(await statusOf(sqlText)).toBe('SUCCESS');
  });
});
