import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client, connectDriver, connectWithSchema } from './support/driver';
import { LOGIN, startAccount, type TestAccount } from './support/local-account';

/** Definitions, and what GET_DDL tells of them: https://docs.snowflake.com/en/sql-reference/functions/get_ddl */
const DEFINITIONS: readonly (readonly [type: string, name: string, made: string, told: string])[] = [
  [
    'TABLE',
    'houses',
    "CREATE TABLE houses (id INT NOT NULL, city STRING DEFAULT 'it''s', price NUMBER(10,2) DEFAULT 3 COMMENT 'in $', at TIMESTAMP, v VARIANT)",
    "create or replace TABLE HOUSES (\n\tID NUMBER(38,0) NOT NULL,\n\tCITY VARCHAR(16777216) DEFAULT 'it''s',\n" +
      "\tPRICE NUMBER(10,2) DEFAULT 3 COMMENT 'in $',\n\tAT TIMESTAMP_NTZ(9),\n\tV VARIANT\n);",
  ],
  [
    'table',
    '"Odd ""name"""',
    'CREATE TRANSIENT TABLE "Odd ""name""" ("a b" INT UNIQUE, c CHAR(3), PRIMARY KEY (c)) COMMENT = \'two lines\'',
    'create or replace TRANSIENT TABLE "Odd ""name""" (\n\t"a b" NUMBER(38,0) UNIQUE,\n\tC VARCHAR(3) NOT NULL,\n' +
      "\tprimary key (C)\n)COMMENT='two lines'\n;",
  ],
  [
    'table',
    'db.public.passing',
    'CREATE TEMPORARY TABLE passing (a BOOLEAN)',
    'create or replace TEMPORARY TABLE PASSING (\n\tA BOOLEAN\n);',
  ],
  [
    'VIEW',
    'public.seen',
    'CREATE VIEW seen /* why */ AS SELECT id, city AS "City" FROM houses -- all',
    'create or replace view SEEN(\n\tID,\n\t"City"\n) as SELECT id, city AS "City" FROM houses;',
  ],
  [
    'TABLE',
    'named',
    "CREATE VIEW named (n) COMMENT = 'how many' AS\nSELECT count(*)\nFROM houses",
    "create or replace view NAMED(\n\tN\n) COMMENT='how many'\n as SELECT count(*)\nFROM houses;",
  ],
];

describe('GET_DDL', () => {
  let account: TestAccount;
  let client: Client;
  beforeAll(async () => {
    account = await startAccount();
    client = await connectWithSchema(account.snowflake);
    for (const [, , made] of DEFINITIONS) await client.rows(made);
  });
  afterAll(async () => {
    await client?.close();
    await account?.remove();
  });

  const told = (type: string, name: string, more = '') => client.value(`SELECT GET_DDL('${type}', '${name}'${more})`);

  test.each(DEFINITIONS)('%s %s is told as the service tells it', async (type, name, _made, text) => {
    expect(await told(type, name)).toBe(text);
  });

  test.each(DEFINITIONS)('%s %s is made the same again by what was told', async (type, name) => {
    const text = String(await told(type, name));
    const described = await client.rows(`DESCRIBE TABLE ${name}`);

    await client.rows(text);

    expect(await told(type, name)).toBe(text);
    expect(await client.rows(`DESCRIBE TABLE ${name}`)).toEqual(described);
  });

  test('the name can be the full one, and the call can stand among other expressions', async () => {
    expect(await told('table', 'houses', ', TRUE')).toMatch(/^create or replace TABLE DB\.PUBLIC\.HOUSES \(\n/);
    expect(await client.rows("SELECT 1, LENGTH(GET_DDL('table', ?)) > 10", ['db.public.houses'])).toEqual([[1, true]]);
    expect(await client.rows("SELECT id, GET_DDL('table', 'houses') FROM houses")).toEqual([]);
  });

  test('it needs no warehouse', async () => {
    const other = await connectDriver(account.snowflake, { database: 'db', schema: 'public' });

    expect(await other.value("SELECT GET_DDL('table', 'houses')")).toContain('HOUSES');
    await other.close();
  });

  test.each([
    ["SELECT GET_DDL('table', 'nowhere')", '002003', "Object 'NOWHERE' does not exist or not authorized."],
    ["SELECT GET_DDL('schema', 'public')", '000002', "Unsupported feature 'GET_DDL of SCHEMA'"],
    ["SELECT GET_DDL('table')", '000002', "Unsupported feature 'GET_DDL of anything but two texts"],
    ["SELECT GET_DDL('table', name) FROM (SELECT 'houses' AS name)", '000002', 'GET_DDL of anything but two texts'],
    ["SELECT GET_DDL('table', '')", '000002', "GET_DDL('TABLE', '') without a name"],
    ["SELECT GET_DDL('table', 'a b')", '001003', 'syntax error'],
  ])('%s is refused', async (sql, code, words) => {
    expect(await client.fails(sql)).toMatchObject({ code, message: expect.stringContaining(words) });
  });

  test('a role is told what it can see', async () => {
    for (const sql of [
      'CREATE ROLE limited',
      `GRANT ROLE limited TO USER ${LOGIN.user}`,
      'GRANT USAGE ON DATABASE db TO ROLE limited',
      'GRANT USAGE ON SCHEMA db.public TO ROLE limited',
    ])
      await client.rows(sql);
    const limited = await connectDriver(account.snowflake, { role: 'LIMITED' });
    const sql = "SELECT GET_DDL('table', 'db.public.houses')";

    expect(await limited.fails(sql)).toMatchObject({ code: '002003', sqlState: '42S02' });
    await client.rows('GRANT REFERENCES ON TABLE db.public.houses TO ROLE limited');
    expect(await limited.value(sql)).toContain('HOUSES');
    await limited.close();
  });
});
