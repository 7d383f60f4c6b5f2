import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isUserError, messageOf } from 'kernel-helpers/errors';
import { readColumns } from 'kernel-helpers/snowflake/result/read-columns';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { Table } from 'kernel-helpers/table/columnar-table';
import { type LocalSnowflake, startLocalSnowflake } from './local-snowflake';

const MANY = 60_000;

let account: LocalSnowflake;
let snowflake: Snowflake;
beforeAll(async () => {
  account = await startLocalSnowflake();
  snowflake = await account.connect();
  const columns = Array.from({ length: 10 }, (_, column) => ({
    kind: 'number' as const,
    name: `C${column}`,
    type: 'FLOAT',
    nullable: false,
    values: Float64Array.from({ length: MANY }, (_, row) => row + column / 8),
  }));
  await snowflake.writeTable(new Table(columns), 'many');
});
afterAll(async () => {
  await account.close();
});

describe('a Snowflake account on this machine', () => {
  test('splits one large result between hosts that have no session', async () => {
    const result = await snowflake.execute('select * from many');
    expect(result.rowCount).toBe(MANY);
    expect(result.manifest.chunks.length).toBeGreaterThan(1);

    const hosts = [0, 1, 2].map((host) =>
      readColumns(result.manifest, { from: Math.floor((host * MANY) / 3), to: Math.floor(((host + 1) * MANY) / 3) }),
    );
    const shares = await Promise.all(hosts);

    const rows = shares.flatMap((share) => [...(share[1].values as Float64Array)]);
    expect(rows.sort((left, right) => left - right)).toEqual(Array.from({ length: MANY }, (_, row) => row + 0.125));
  });

  test('takes values beside the text and gives typed columns back', async () => {
    const table = await snowflake.sql`
      select count(*) as n, max(c0) as top, ${'é "x"'} as label, ${true} as flag from many where c0 < ${100} and c1 > ${0.5}`;

    expect(table.columns.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'N bigint',
      'TOP number',
      'LABEL text',
      'FLAG boolean',
    ]);
    expect(table.toRows()).toEqual([{ N: 99, TOP: 99, LABEL: 'é "x"', FLAG: true }]);
  });

  test('runs several statements of one session at once', async () => {
    const counts = await Promise.all([1, 2, 3, 4].map((limit) => snowflake.sql`select * from many limit ${limit}`));

    expect(counts.map(({ rowCount }) => rowCount)).toEqual([1, 2, 3, 4]);
  });

  test('stops a long statement when it is interrupted, and goes on with the next', async () => {
    const endless = 'select count(*) from many a cross join many b cross join many c where a.c0 + b.c0 + c.c0 < 0';

    const outcome = snowflake.execute(endless, [], { signal: AbortSignal.timeout(500) });

    await expect(outcome).rejects.toThrow('The statement was interrupted and cancelled in Snowflake.');
    expect((await snowflake.sql`select 1 as one`).toRows()).toEqual([{ ONE: 1 }]);
  });

  test('lists what it has, page by page', async () => {
    for (const name of ['alpha', 'beta', 'gamma']) await snowflake.execute(`create table ${name} (a float)`);

    const first = await snowflake.listTables('db.s', { limit: 2 });
    const second = await snowflake.listTables('db.s', { limit: 2, after: first.next });

    expect(first.items.map(({ name }) => name)).toEqual(['ALPHA', 'BETA']);
    expect(second.items.map(({ name }) => name)).toEqual(['GAMMA', 'MANY']);
    expect(second.next).toBeUndefined();
    expect(second.items[1]).toMatchObject({ database: 'DB', schema: 'S', rows: MANY });
    expect((await snowflake.listDatabases()).items.map(({ name }) => name)).toContain('DB');
    expect((await snowflake.listSchemas('db')).items.map(({ name }) => name)).toContain('S');
    expect((await snowflake.listWarehouses()).items.map(({ name }) => name)).toEqual(['WH']);
    expect((await snowflake.listColumns('alpha')).items).toEqual([{ name: 'A', type: 'FLOAT', nullable: true }]);
  });
});

describe('what goes wrong there says what to do', () => {
  test.each([
    ['a wrong password', { password: 'wrong' }, /did not accept the user name and password/],
    ['an unknown role', { role: 'NOBODY' }, /Role NOBODY does not exist or is not granted.*Set SF_ROLE/],
  ])('%s', async (_, options, message) => {
    const outcome = await account.connect(options).catch((error: unknown) => error);

    expect(isUserError(outcome)).toBe(true);
    expect(String(outcome)).toMatch(message);
  });

  test('a table that is not there', async () => {
    await expect(snowflake.sql`select * from db.s.mani`).rejects.toThrow(
      'Table DB.S.MANI does not exist, or role (default) may not see it. Did you mean MANY?',
    );
  });

  test('a warehouse that does not exist', async () => {
    const other = await account.connect({ warehouse: 'NO_SUCH_WH' });

    const query = () => other.sql`select count(*) from db.s.many where c0 > 1`;
    const message = messageOf(await query().catch((error: unknown) => error));
    const advised = [...message.matchAll(/`((?:create|use) [^`]+)`/g)].map(([, sqlText = '']) => sqlText);

    expect(message).toContain('NO_SUCH_WH did not exist, or this role may not use it');
    expect(advised).toHaveLength(2);
    for (const sqlText of advised) await other.execute(sqlText);
    expect((await query()).rowCount).toBe(1);
  });

  test.each([
    ['select * from db.s.mani', 'Table DB.S.MANI does not exist, or role (default) may not see it. Did you mean MANY?'],
    ['select * from "many"', 'Did you mean MANY?'],
    ['select * from db.sx.many', 'Schema DB.SX does not exist, or role (default) may not see it. Did you mean S?'],
    ['select * from dbx.s.many', 'Database DBX does not exist, or role (default) may not see it. Did you mean DB?'],
    ['show tables in schema db.sx', 'Schema DB.SX does not exist, or role (default) may not see it. Did you mean S?'],
    ['describe table mani', 'Table DB.S.MANI does not exist, or role (default) may not see it. Did you mean MANY?'],
    ['create table db.sx.t (a int)', 'Schema DB.SX does not exist, or role (default) may not see it. Did you mean S?'],
    ['-- go\nuse warehouse wx', 'Warehouse WX does not exist, or role (default) may not see it. Did you mean WH?'],
    ['use schema db.sx', 'Schema DB.SX does not exist, or role (default) may not see it. Did you mean S?'],
    ['use database housing', 'Database HOUSING does not exist, or role (default) may not see it. List the databases'],
  ])('a name that is not there: %j', async (sqlText, message) => {
    const failure = await snowflake.execute(sqlText).catch((error: unknown) => error);

    expect(isUserError(failure)).toBe(true);
    expect(String(failure)).toContain(message);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['listTables', () => snowflake.listTables('db.sx')],
    ['listSchemas', () => snowflake.listSchemas('dbx')],
    ['listColumns', () => snowflake.listColumns('mani')],
    ['writeTable', () => snowflake.writeTable(Table.fromRows([{ n: 1 }]), 'db.sx.t')],
  ])('a name that is not there: %s', async (_, call) => {
    await expect(call()).rejects.toThrow(/^(Table|Schema|Database) \S+ does not exist.* Did you mean (MANY|S|DB)\?$/);
  });

  test.each([
    ['select c00 from many', 'Did you mean C0?'],
    ['select m.colour1 from many m', 'The columns are C0, C1, C2,'],
    ['select "c3" from many', 'Did you mean C3?'],
    ['select flavour from shapes', 'Did you mean "flavor"?'],
    ['with a as (select * from many) select wide from a, shapes', 'Did you mean WIDTH?'],
    ['create table copied as select widht from shapes', 'Did you mean WIDTH?'],
  ])('a column that is not there: %j', async (sqlText, advice) => {
    await snowflake.sql`create table if not exists shapes ("flavor" varchar, width float)`;

    const failure = await snowflake.execute(sqlText).catch((error: unknown) => error);

    expect(isUserError(failure)).toBe(true);
    expect(String(failure)).toMatch(/invalid identifier '/);
    expect(String(failure)).toContain(advice);
  });
});
