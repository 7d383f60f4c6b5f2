import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RowStatement } from 'snowflake-sdk';
import { z } from 'zod';
import { type Client, connectWithSchema } from './support/driver';
import { startAccount, type TestAccount } from './support/local-account';
import { logIn, post, runStatement } from './support/wire';

describe('results', () => {
  let account: TestAccount;
  let client: Client;
  beforeAll(async () => {
    account = await startAccount();
    client = await connectWithSchema(account.snowflake);
    await client.rows(
      'CREATE TABLE big AS SELECT SEQ8() AS i, SEQ8() / 7::FLOAT AS x FROM TABLE(GENERATOR(ROWCOUNT => 60000))',
    );
  });
  afterAll(async () => {
    await client.close();
    await account.remove();
  });

  test.each([
    ['12.50::NUMBER(10,2)', 12.5, 'fixed'],
    ['12345678901234567890::NUMBER(38,0)::VARCHAR', '12345678901234567890', 'text'],
    ['1.5::FLOAT', 1.5, 'real'],
    // 15 significant digits: the expectations of snowflakedb/drivers for FLOAT results in JSON.
    ['0.1::FLOAT + 0.2::FLOAT', 0.3, 'real'],
    ['9007199254740992::FLOAT', 9007199254740990, 'real'],
    ["'quote \" and \\\\ and ü'", 'quote " and \\ and ü', 'text'],
    ['TRUE', true, 'boolean'],
    ['FALSE', false, 'boolean'],
    ['NULL::VARCHAR', null, 'text'],
    ['NULL::FLOAT', null, 'real'],
    ['NULL::NUMBER', null, 'fixed'],
    ['NULL::TIMESTAMP_NTZ', null, 'timestamp_ntz'],
    ["'1969-12-31'::DATE", new Date('1969-12-31'), 'date'],
    ["'2020-02-29'::DATE", new Date('2020-02-29'), 'date'],
    ["'01:02:03.5'::TIME", '01:02:03', 'time'],
    ["'1969-12-31 23:59:59.5'::TIMESTAMP_NTZ", new Date('1969-12-31T23:59:59.5Z'), 'timestamp_ntz'],
    ["'2020-01-02 03:04:05.678'::TIMESTAMP_NTZ", new Date('2020-01-02T03:04:05.678Z'), 'timestamp_ntz'],
    ["'2020-01-02 03:04:05.678 +01:00'::TIMESTAMP_LTZ", new Date('2020-01-02T02:04:05.678Z'), 'timestamp_ltz'],
    ["TO_BINARY('00FF')", Buffer.from([0, 255]), 'binary'],
    ['PARSE_JSON(\'{"a":[1,"x"]}\')', { a: [1, 'x'] }, 'variant'],
  ])('%s reads right', async (sql, expected, type) => {
    const statement = await client.statement(`SELECT ${sql}`);

    expect(statement.getColumns()?.[0]?.getType()).toBe(type);
    const value = await client.value(`SELECT ${sql}`);
    expect(normal(value)).toEqual(normal(expected));
  });

  test('columns have the properties that their declarations give them', async () => {
    await client.rows('CREATE OR REPLACE TABLE declared (n NUMBER(10,2) NOT NULL, v VARCHAR(20), t TIMESTAMP_TZ)');

    const columns = (await client.statement('SELECT n AS m, v, t FROM declared')).getColumns() ?? [];

    expect(
      columns.map((column) => [column.getName(), column.getType(), column.isNullable(), column.getScale()]),
    ).toEqual([
      ['M', 'fixed', false, 2],
      ['V', 'text', true, null],
      ['T', 'timestamp_tz', true, 9],
    ]);
  });

  test('expressions without a name get their text as the column name', async () => {
    const [row] = await client.objects("SELECT 1+1, 'abc', count(*), max(i)+1 as m FROM big");

    expect(Object.keys(row ?? {})).toEqual(['1+1', "'ABC'", 'COUNT(*)', 'M']);
  });

  test('a large result comes in growing chunks, every row once and in order', async () => {
    const rows = await client.rows('SELECT i, x FROM big ORDER BY i');

    expect(rows).toHaveLength(60_000);
    expect(rows.every(([i], index) => i === index)).toBe(true);
    expect(rows[59_999]?.[1]).toBeCloseTo(59_999 / 7, 8);
  });

  test('an answer lists its chunks; a chunk is gzip, and its link needs no session', async () => {
    const answer = await query(account, 'SELECT i, x FROM db.public.big ORDER BY i');
    const chunks = answer.data.chunks ?? [];

    expect(chunks.length).toBeGreaterThan(1);
    const inline = answer.data.rowset.length;
    expect(inline + chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0)).toBe(answer.data.total);
    const [first] = chunks;
    const response = await fetch(first?.url ?? '', { headers: { 'accept-encoding': 'identity' } });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    const rows: unknown = JSON.parse(`[${await response.text()}]`);
    expect(rows).toHaveLength(first?.rowCount ?? 0);
    expect(rows).toMatchObject({ 0: [String(inline), expect.any(String)] });
  });

  test('every row comes once and in order where a result has more text than is made at a time', async () => {
    const answer = await query(account, "SELECT i, RPAD('', 4000, 'x') AS filler FROM db.public.big WHERE i < 20000");
    const chunks = answer.data.chunks ?? [];

    let row = answer.data.rowset.length;
    for (const { url, rowCount, uncompressedSize } of chunks) {
      const text = await (await fetch(url)).text();
      expect(text).toHaveLength(uncompressedSize);
      const numbers = [...text.matchAll(/\["(\d+)"/g)].map(([, number]) => Number(number));
      expect(numbers).toEqual(Array.from({ length: rowCount }, (_, index) => row + index));
      row += rowCount;
    }
    expect(row).toBe(20_000);
  });

  test('cells are written alike whether or not other rows of their columns are null or no finite numbers', async () => {
    const full = `1.5::FLOAT, 0.1::FLOAT + 0.2::FLOAT, 2.5::FLOAT, '{}'':15g "', 2::NUMBER(3,1), TRUE,
      '1969-12-31 23:59:59.5'::TIMESTAMP_NTZ, '40000-01-01 00:00:00'::TIMESTAMP_NTZ,
      '1969-12-31'::DATE, '01:02:03.5'::TIME, TO_BINARY('00FF'), -1e300::FLOAT`;
    const empty = `NULL, 'NaN'::FLOAT, '-inf'::FLOAT, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL`;

    const [alone] = (await query(account, `SELECT ${full}`)).data.rowset;
    const [beside, other] = (await query(account, `SELECT ${full} UNION ALL SELECT ${empty}`)).data.rowset;

    expect(alone).toEqual([
      ...['1.5', '0.3', '2.5', `{}':15g "`, '2.0', '1', '-0.500000000', '1200110860800.000000000'],
      ...['-1', '3723.500000000', '00FF', '-1e+300'],
    ]);
    expect(beside).toEqual(alone);
    expect(other).toEqual([null, 'NaN', '-inf', ...Array.from({ length: 9 }, () => null)]);
  });

  test('links to chunks name the host that was asked, because a container knows this machine by another name', async () => {
    const { port } = account.snowflake;
    for (const host of ['127.0.0.1', 'localhost', '127.0.0.2:8080', 'account.localhost']) {
      const named = host.includes(':') ? host : `${host}:${port}`;
      const answer = await query(account, 'SELECT i, x FROM db.public.big', named);
      const links = (answer.data.chunks ?? []).map(({ url }) => new URL(url));

      expect(links.length).toBeGreaterThan(1);
      expect(new Set(links.map((link) => link.host))).toEqual(new Set([named]));
      expect((await fetch(`${account.snowflake.url}${links[0]?.pathname}${links[0]?.search}`)).status).toBe(200);
    }
  });

  test('an expired or invented link is answered 403, and new links come with the result', async () => {
    const shortLived = await startAccount({ chunkLinkSeconds: 0 });
    const other = await connectWithSchema(shortLived.snowflake);
    await other.rows('CREATE TABLE big AS SELECT SEQ8() AS i FROM TABLE(GENERATOR(ROWCOUNT => 60000))');
    const answer = await query(shortLived, 'SELECT i FROM db.public.big');
    const url = answer.data.chunks?.[0]?.url ?? '';

    const expired = await fetch(url);

    expect(expired.status).toBe(403);
    expect(await expired.text()).toContain('Request has expired');
    expect((await fetch(url.replace(/expires=\d+/, `expires=${Date.now() + 1e6}`))).status).toBe(403);
    expect((await fetch(`${shortLived.snowflake.url}/chunks/x/0`)).status).toBe(403);
    await other.close();
    await shortLived.remove();
  });

  test('the user who ran a statement can ask for its result again', async () => {
    const statement = await client.statement('SELECT i FROM big ORDER BY i LIMIT 3');
    const queryId = statement.getQueryId();

    const again = await client.connection.getResultsFromQueryId({ queryId, sqlText: '' });

    expect(await countRows(again)).toBe(3);
    expect(await client.rows(`SELECT * FROM TABLE(RESULT_SCAN('${queryId}'))`)).toEqual([[0], [1], [2]]);
    expect(await client.value('SELECT LAST_QUERY_ID()')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await client.fails("SELECT * FROM TABLE(RESULT_SCAN('no-such-id'))")).toMatchObject({ code: '000709' });
  });

  test.each([
    ['a client asks for nothing', {}, {}, 'json'],
    ['the Python connector asks for nothing', { CLIENT_APP_ID: 'PythonConnector' }, {}, 'arrow'],
    ['a statement asks for Arrow', {}, { QUERY_RESULT_FORMAT: 'ARROW' }, 'arrow'],
    [
      'a statement of the Python connector asks for JSON',
      { CLIENT_APP_ID: 'PythonConnector' },
      { PYTHON_CONNECTOR_QUERY_RESULT_FORMAT: 'json' },
      'json',
    ],
    ['a client asks by the parameter of another', {}, { PYTHON_CONNECTOR_QUERY_RESULT_FORMAT: 'ARROW' }, 'json'],
  ] as const)('the format of rows where %s', async (_, data, parameters, format) => {
    const token = await logIn(account.snowflake, data);
    const run = async (sql: string) => formatOf(await runStatement(account.snowflake, token, sql, { parameters }));

    expect(await run('SELECT i FROM db.public.big')).toBe(format);
    expect(await run('SHOW TABLES IN db.public')).toBe('json');
    expect(await run('DESCRIBE TABLE db.public.big')).toBe('json');
  });

  test('ALTER SESSION chooses the format; JSON clients are refused an earlier result in Arrow', async () => {
    const token = await logIn(account.snowflake);
    const run = (sql: string) => runStatement(account.snowflake, token, sql);

    await run("ALTER SESSION SET query_result_format = 'ARROW'");
    const made = await run('SELECT 1');
    expect(formatOf(made)).toBe('arrow');
    await run('ALTER SESSION UNSET query_result_format');
    expect(formatOf(await run('SELECT 1'))).toBe('json');
    const { queryId } = z.object({ data: z.object({ queryId: z.string() }) }).parse(made).data;
    expect(await run(`SELECT * FROM TABLE(RESULT_SCAN('${queryId}'))`)).toMatchObject({
      success: false,
      message: expect.stringContaining('made as Arrow'),
    });
    expect(
      await runStatement(account.snowflake, token, 'SELECT 1', { parameters: { QUERY_RESULT_FORMAT: 'XML' } }),
    ).toMatchObject({ success: false, message: expect.stringContaining('QUERY_RESULT_FORMAT = XML') });
  });

  test('an asynchronous statement answers at once and its result is fetched later', async () => {
    const queryId = await new Promise<string>((resolve, reject) => {
      client.connection.execute({
        sqlText: 'SELECT COUNT(*) FROM big',
        asyncExec: true,
        complete: (error, statement) => (error ? reject(error) : resolve(statement.getQueryId())),
      });
    });

    const statement = await client.connection.getResultsFromQueryId({ queryId, sqlText: '' });

    expect(await countRows(statement)).toBe(1);
    expect(await client.connection.getQueryStatus(queryId)).toBe('SUCCESS');
  });

  test('several slashes count as one, since the Python connector 5.2 sends such paths', async () => {
    const queryId = (await client.statement('SELECT 1')).getQueryId();
    const token = await logIn(account.snowflake);

    const answers = await Promise.all(
      [`/monitoring/queries/${queryId}`, `/monitoring/queries//${queryId}`, `//monitoring///queries/${queryId}`].map(
        async (path) => {
          const headers = { authorization: `Snowflake Token="${token}"` };
          return (await fetch(account.snowflake.url + path, { headers })).json();
        },
      ),
    );

    const done = {
      success: true,
      data: { queries: [{ id: queryId, status: 'SUCCESS', endTime: expect.any(Number) }] },
    };
    expect(answers).toMatchObject([done, done, done]);
    expect(JSON.stringify(answers)).not.toContain('"errorCode"');
  });

  test('cancelling interrupts the statement, and the session goes on', async () => {
    const started = Date.now();
    const failure = await new Promise<unknown>((resolve) => {
      const statement = client.connection.execute({
        sqlText: 'SELECT SUM(a.i * b.i) FROM big AS a, big AS b, big AS c',
        complete: resolve,
      });
      setTimeout(() => statement.cancel(() => undefined), 300);
    });

    expect(failure).toMatchObject({ code: '000604', sqlState: '57014', message: 'SQL execution canceled' });
    expect(Date.now() - started).toBeLessThan(20_000);
    expect(await client.value('SELECT 1')).toBe(1);
  });

  test('a wait ends when it is cancelled, and the history shows that', async () => {
    const wait = "CALL SYSTEM$WAIT(5, 'MINUTES')";
    await new Promise<unknown>((resolve) => {
      const statement = client.connection.execute({ sqlText: wait, complete: resolve });
      setTimeout(() => statement.cancel(() => undefined), 200);
    });
    await client.rows('SELECT COUNT(*) FROM big');
    await client.rows('SHOW TABLES');

    // Columns as in https://docs.snowflake.com/en/sql-reference/functions/query_history
    const history = await client.objects(
      `SELECT query_text, execution_status, error_code, warehouse_name
       FROM TABLE(information_schema.query_history_by_session()) ORDER BY start_time DESC LIMIT 4`,
    );

    expect(history.slice(1).reverse()).toEqual([
      { QUERY_TEXT: wait, EXECUTION_STATUS: 'FAILED_WITH_ERROR', ERROR_CODE: 604, WAREHOUSE_NAME: null },
      { QUERY_TEXT: 'SELECT COUNT(*) FROM big', EXECUTION_STATUS: 'SUCCESS', ERROR_CODE: null, WAREHOUSE_NAME: 'WH' },
      { QUERY_TEXT: 'SHOW TABLES', EXECUTION_STATUS: 'SUCCESS', ERROR_CODE: null, WAREHOUSE_NAME: null },
    ]);
    expect(history[0]).toMatchObject({ EXECUTION_STATUS: 'RUNNING' });
  });

  test('a request that is sent twice runs once', async () => {
    const requestId = 'f3b1c1de-0000-4000-8000-000000000001';
    await client.rows('CREATE OR REPLACE TABLE db.public.once (a INT)');
    const token = await logIn(account.snowflake);

    const path = `/queries/v1/query-request?requestId=${requestId}`;
    for (const _ of [1, 2])
      await post(account.snowflake, path, token, { sqlText: 'INSERT INTO db.public.once VALUES (1)' });

    expect(await client.value('SELECT COUNT(*) FROM once')).toBe(1);
  });

  test('describeOnly returns the columns and runs nothing', async () => {
    const token = await logIn(account.snowflake);

    const answer = await runStatement(account.snowflake, token, 'SELECT i, x FROM big', { describeOnly: true });

    expect(answer).toMatchObject({ data: { total: 0, rowtype: [{ name: 'I' }, { name: 'X', type: 'real' }] } });
  });
});

async function countRows(statement: RowStatement): Promise<number> {
  let count = 0;
  for await (const _ of statement.streamRows()) count += 1;
  return count;
}

/** Dates, documents and buffers of the driver as plain values. */
function normal(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return [...value];
  return value;
}

const queryAnswer = z.object({
  data: z.object({
    total: z.number(),
    rowset: z.array(z.array(z.string().nullable())),
    chunks: z.array(z.object({ url: z.string(), rowCount: z.number(), uncompressedSize: z.number() })).optional(),
  }),
});

async function query(account: TestAccount, sqlText: string, host = `127.0.0.1:${account.snowflake.port}`) {
  const token = await logIn(account.snowflake);
  return queryAnswer.parse(await runStatement(account.snowflake, token, sqlText, {}, { host }));
}

function formatOf(answer: unknown): string {
  return z.object({ data: z.object({ queryResultFormat: z.string() }) }).parse(answer).data.queryResultFormat;
}
