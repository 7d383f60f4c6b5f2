import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Client, connectDriver, connectWithSchema } from './support/driver';
import { startAccount, type TestAccount } from './support/local-account';

const TABLE = 'CREATE OR REPLACE TABLE houses (medinc FLOAT, rooms NUMBER(10,2), name VARCHAR)';
const COPY =
  'COPY INTO houses FROM @parts FILE_FORMAT = (TYPE = PARQUET USE_LOGICAL_TYPE = TRUE) MATCH_BY_COLUMN_NAME = CASE_SENSITIVE ON_ERROR = ABORT_STATEMENT';

describe('loading files', () => {
  let account: TestAccount;
  let client: Client;
  let files: string;
  beforeAll(async () => {
    account = await startAccount();
    files = await mkdtemp(join(tmpdir(), 'local-snowflake-files-'));
    await writeParquet(
      join(files, 'a.parquet'),
      'SELECT 1.5::DOUBLE AS "MEDINC", 2.25 AS "ROOMS", \'x\' AS "NAME" FROM range(1000)',
    );
    await writeParquet(join(files, 'b.parquet'), 'SELECT 2.5::DOUBLE AS "MEDINC", 1 AS "medinc", 7 AS "EXTRA"');
    await writeParquet(join(files, 'bad.parquet'), 'SELECT \'abc\' AS "MEDINC"');
    await writeFile(join(files, 'c.csv'), 'medinc;rooms;name\n1.5;2;"semi;colon"\n;\\N;""\n');
  });
  afterAll(async () => {
    await account.remove();
    await rm(files, { recursive: true, force: true });
  });
  beforeEach(async () => {
    client = await connectWithSchema(account.snowflake);
    await client.rows(TABLE);
    await client.rows('CREATE OR REPLACE TEMPORARY STAGE parts FILE_FORMAT = (TYPE = PARQUET)');
  });
  afterEach(() => client.close());

  const put = (name: string, target = '@parts') =>
    client.rows(`PUT 'file://${join(files, name)}' ${target} AUTO_COMPRESS = FALSE OVERWRITE = TRUE`);

  test('PUT and COPY inside a transaction: ROLLBACK brings the old rows back, COMMIT keeps the new ones', async () => {
    await client.rows("INSERT INTO houses VALUES (0, 0, 'old')");
    await put('a.parquet');

    for (const [end, count] of [
      ['ROLLBACK', 1],
      ['COMMIT', 1000],
    ] as const) {
      await client.rows('BEGIN');
      await client.rows('DELETE FROM houses');
      expect(await client.objects(COPY)).toEqual([
        {
          file: 'parts/a.parquet',
          status: 'LOADED',
          rows_parsed: 1000,
          rows_loaded: 1000,
          error_limit: 1,
          errors_seen: 0,
          first_error: null,
          first_error_line: null,
          first_error_character: null,
          first_error_column_name: null,
        },
      ]);
      expect(await client.value('SELECT COUNT(*) FROM houses')).toBe(1000);
      await client.rows(end);
      expect(await client.value('SELECT COUNT(*) FROM houses')).toBe(count);
    }
    expect(await client.rows('SELECT SUM(medinc), SUM(rooms), MIN(name) FROM houses')).toEqual([[1500, 2250, 'x']]);
  });

  // https://docs.snowflake.com/en/sql-reference/sql/copy-into-table: load metadata, FORCE
  test('a file is loaded once, unless it is forced or the table was truncated', async () => {
    await put('a.parquet');
    await client.rows(COPY);

    expect(await client.rows(COPY)).toEqual([['Copy executed with 0 files processed.']]);
    expect(await client.rows(`${COPY} FORCE = TRUE`)).toHaveLength(1);
    await client.rows('TRUNCATE TABLE houses');
    expect(await client.rows(COPY)).toHaveLength(1);
  });

  test('fields find their columns by name; the option says whether case counts', async () => {
    await put('b.parquet');

    await client.rows(COPY);

    expect(await client.rows('SELECT * FROM houses')).toEqual([[2.5, null, null]]);
  });

  test('a transformation picks fields, as write_pandas does', async () => {
    await put('a.parquet', '@parts/folder');

    await client.rows(
      'COPY INTO houses (name, medinc) FROM (SELECT $1:"NAME"::VARCHAR, $1:ROOMS::FLOAT FROM @parts/folder) FILES = (\'a.parquet\') PURGE = TRUE',
    );

    expect(await client.rows('SELECT DISTINCT * FROM houses')).toEqual([[2.25, null, 'x']]);
    expect(await client.rows('LIST @parts')).toEqual([]);
  });

  test('CSV with its options, compressed by the driver', async () => {
    await client.rows(`PUT 'file://${join(files, 'c.csv')}' @~/csv`);

    expect(await client.rows('LIST @~/csv')).toEqual([
      ['csv/c.csv.gz', expect.any(Number), expect.any(String), expect.any(String)],
    ]);
    await client.rows(
      "COPY INTO houses FROM @~/csv FILE_FORMAT = (TYPE = CSV SKIP_HEADER = 1 FIELD_DELIMITER = ';' FIELD_OPTIONALLY_ENCLOSED_BY = '\"')",
    );

    expect(await client.rows('SELECT * FROM houses ORDER BY medinc')).toEqual([
      [1.5, 2, 'semi;colon'],
      [null, null, null],
    ]);
    expect(await client.rows('REMOVE @~/csv')).toEqual([['csv/c.csv.gz', 'removed']]);
  });

  test('a value that does not fit loads nothing and names the file', async () => {
    await put('a.parquet');
    await put('bad.parquet');

    const failure = await client.fails(COPY);

    expect(failure).toMatchObject({ code: '100038', sqlState: '22018' });
    expect(failure.message).toContain("Numeric value 'abc' is not recognized\n  File 'parts/bad.parquet'");
    expect(await client.value('SELECT COUNT(*) FROM houses')).toBe(0);
  });

  test.each([
    ['COPY INTO houses FROM @nowhere', '002003', "Stage 'DB.PUBLIC.NOWHERE' does not exist"],
    ['COPY INTO nowhere FROM @parts', '002003', "Table 'DB.PUBLIC.NOWHERE' does not exist"],
    ["COPY INTO houses FROM @parts FILES = ('x.parquet')", '091016', "Remote file 'x.parquet' was not found"],
    ['COPY INTO houses FROM @parts ON_ERROR = CONTINUE', '000002', 'ON_ERROR = CONTINUE'],
    ['COPY INTO houses FROM @parts FILE_FORMAT = (TYPE = JSON)', '000002', 'FILE_FORMAT TYPE = JSON'],
    ['COPY INTO houses FROM @parts FILE_FORMAT = my_format', '000002', 'a named FILE_FORMAT'],
    ['COPY INTO @parts FROM houses', '000002', 'unloading'],
    ['COPY INTO houses FROM @parts/../other', '001083', 'invalid stage location'],
    ["COPY INTO houses FROM 's3://bucket/x'", '001083', 'invalid stage location'],
    ["PUT 'file:///tmp/x' @nowhere", '002003', "Stage 'DB.PUBLIC.NOWHERE' does not exist"],
  ])('%s is refused', async (sql, code, words) => {
    expect(await client.fails(sql)).toMatchObject({ code, message: expect.stringContaining(words) });
  });

  test('Parquet without names or a transformation is refused, as on the service', async () => {
    await put('a.parquet');

    expect(await client.fails('COPY INTO houses FROM @parts')).toMatchObject({
      code: '002019',
      message: expect.stringContaining('PARQUET file format can produce one and only one column of type variant'),
    });
  });

  test('a temporary stage is its session’s own, and its files go with DROP', async () => {
    await put('a.parquet');
    const other = await connectWithSchema(account.snowflake);

    expect(await other.fails('LIST @parts')).toMatchObject({ code: '002003' });
    await client.rows('DROP STAGE parts');
    const folders = await readdir(join(account.directory, 'stages'), { recursive: true });
    expect(folders.filter((name) => name.endsWith('a.parquet'))).toEqual([]);
    await other.close();
  });
});

describe('a restart', () => {
  test('keeps tables, their rows and stages, but no temporary ones', async () => {
    const account = await startAccount();
    const before = await connectWithSchema(account.snowflake);
    await before.rows('CREATE TABLE kept (a INT NOT NULL)');
    await before.rows('INSERT INTO kept VALUES (7)');
    await before.rows('CREATE TEMPORARY TABLE gone (a INT)');
    await before.rows('CREATE STAGE files');
    await before.close();

    await account.restart();

    const after = await connectDriver(account.snowflake, { warehouse: 'wh', database: 'db', schema: 'public' });
    expect(await after.rows('SELECT * FROM kept')).toEqual([[7]]);
    expect(await after.rows('LIST @files')).toEqual([]);
    expect(await after.fails('SELECT * FROM gone')).toMatchObject({ code: '002003' });
    await after.close();
    await account.remove();
  });

  test('two servers do not share a directory', async () => {
    const account = await startAccount();
    await account.snowflake.close();
    const holder = await holdDatabase(join(account.directory, 'account.duckdb'));

    await expect(account.restart()).rejects.toThrow('If another local account uses this directory, stop it');

    await holder.release();
    await account.remove();
  });

  test('a server may be closed twice, also with a session open', async () => {
    const account = await startAccount();
    await connectDriver(account.snowflake);

    await account.snowflake.close();
    await account.snowflake.close();

    await account.remove();
  });
});

/** Starts another process that has the account's database open. */
async function holdDatabase(file: string): Promise<{ release(): Promise<void> }> {
  const script =
    "const { DuckDBInstance } = require('@duckdb/node-api');" +
    'DuckDBInstance.create(process.argv[1]).then(() => { process.send("held"); setInterval(() => undefined, 1000); });';
  const holder = spawn(process.execPath, ['-e', script, file], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await once(holder, 'message');
  return {
    release: async () => {
      holder.kill();
      await once(holder, 'exit');
    },
  };
}

async function writeParquet(file: string, sql: string): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true });
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(`COPY (${sql}) TO '${file}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
}
