import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isUserError, messageOf } from 'kernel-helpers/errors';
import { JUPYTER_DISPLAY, type MimeBundle } from 'kernel-helpers/render/self-display';
import { connectIn } from 'kernel-helpers/snowflake/connect';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { heardBy } from 'kernel-helpers/surroundings';
import { LOGIN, type LocalSnowflake, startLocalSnowflake } from '../local-snowflake';
import { type ScriptedSnowflake, startScriptedSnowflake } from '../scripted-snowflake';

const ODD_NAMES = ['house "quoted"', "it's", 'line\nbreak', 'ñandú', '🏠'];

let account: LocalSnowflake;
let snowflake: Snowflake;
let reader: Snowflake;
const said: string[] = [];
beforeAll(async () => {
  account = await startLocalSnowflake();
  snowflake = await account.connect();
  const place = { warehouse: 'WH', database: 'DB', schema: 'S', accessUrl: account.url };
  for (const sqlText of [
    "create table houses (id number(10,0) not null, city varchar default 'Ñuñoa' comment 'where it is') comment = 'for sale'",
    "insert into houses values (1, 'a'), (2, null)",
    "create view seen comment = 'of houses' as select id from houses",
    'create temporary table passing (a float)',
    'create schema odd',
    ...ODD_NAMES.map((name) => `create table db.odd."${name.replaceAll('"', '""')}" (a float)`),
    'use schema db.s',
    'create role looker',
    `grant role looker to user ${LOGIN.user}`,
    'grant usage on database db to role looker',
    'grant usage on schema db.s to role looker',
    'grant usage on warehouse wh to role looker',
    'grant insert on table houses to role looker',
  ])
    await snowflake.execute(sqlText);
  reader = await connectIn(
    heardBy(new AbortController().signal, (sentence) => said.push(sentence)),
    { ...LOGIN, ...place, role: 'LOOKER' },
  );
});
afterAll(async () => {
  await reader?.close();
  await account?.close();
});

function shown(value: unknown): MimeBundle {
  return (value as { [JUPYTER_DISPLAY](): MimeBundle })[JUPYTER_DISPLAY]();
}

describe('a list in a cell', () => {
  test('is a table, and says how to get its next page', async () => {
    const page = await snowflake.listTables('db.s', { limit: 1 });

    expect(page).toEqual({
      items: [{ name: 'HOUSES', comment: 'for sale', database: 'DB', schema: 'S', rows: 2, bytes: expect.any(Number) }],
      next: 'HOUSES',
    });
    expect(shown(page)['text/plain']).toMatch(
      /^name +comment +database[\s\S]+There are more. The next page: \{ after: "HOUSES" \}$/,
    );
    expect(shown(page)['text/html']).toContain('<td style="text-align:left">for sale</td>');
  });

  test('says that a role sees nothing, which is no proof that nothing is there', async () => {
    expect(shown(await reader.listViews('db.s'))).toEqual({
      'text/plain': 'There are no views that this role may see.',
    });
  });

  test('tells views without sizes, which only a query knows', async () => {
    expect((await snowflake.listViews()).items).toEqual([
      { name: 'SEEN', comment: 'of houses', database: 'DB', schema: 'S' },
    ]);
  });

  test.each(ODD_NAMES)('goes on after the name %j', async (after) => {
    const all = (await snowflake.listTables('db.odd')).items.map(({ name }) => name);
    const rest = await snowflake.listTables('db.odd', { after });

    expect(all).toEqual([...ODD_NAMES].sort());
    expect(rest.items.map(({ name }) => name)).toEqual(all.slice(all.indexOf(after) + 1));
  });

  test('of warehouses goes on after a name, too', async () => {
    for (const name of ['w1', 'w2']) await snowflake.execute(`create warehouse ${name} initially_suspended = true`);

    const first = await snowflake.listWarehouses({ limit: 2 });
    const second = await snowflake.listWarehouses({ limit: 2, after: first.next ?? '' });

    expect([first, second].map(({ items }) => items.map(({ name }) => name))).toEqual([['W1', 'W2'], ['WH']]);
    expect([first.next, second.next]).toEqual(['W2', undefined]);
  });

  test.each([0, -1, 1.5, Number.NaN])('refuses %s names', async (limit) => {
    await expect(snowflake.listTables(undefined, { limit })).rejects.toThrow(
      '`limit` must be a whole number from 1 on',
    );
    await expect(snowflake.listWarehouses({ limit })).rejects.toThrow('`limit` must be a whole number from 1 on');
  });
});

describe('describe()', () => {
  test('tells kind, size, comment and columns of a table', async () => {
    const description = await snowflake.describe('houses');

    expect(description).toMatchObject({ kind: 'table', database: 'DB', schema: 'S', name: 'HOUSES', rows: 2 });
    expect(description.columns).toEqual([
      { name: 'ID', type: 'NUMBER(10,0)', nullable: false },
      expect.objectContaining({ name: 'CITY', nullable: true, default: "'Ñuñoa'", comment: 'where it is' }),
    ]);
    expect(shown(description)['text/plain']).toMatch(/^Table DB\.S\.HOUSES: 2 rows, 0\.0 MB\. for sale\nname +type/);
    expect(shown(description)['text/html']).toMatch(/^<div>Table DB\.S\.HOUSES: .+<\/div><table>/);
  });

  test.each([
    ['seen', 'View DB.S.SEEN. of houses'],
    ['passing', 'Temporary table DB.S.PASSING: 0 rows, 0.0 MB'],
    ['db.odd."🏠"', 'Table DB.ODD.🏠: 0 rows, 0.0 MB'],
  ])('of %s', async (name, text) => {
    expect(String(await snowflake.describe(name))).toBe(text);
  });
});

describe('preview()', () => {
  test('says once that it needs a warehouse, before it runs, and gives the first rows', async () => {
    await snowflake.execute('grant select on view seen to role looker');

    const first = reader.preview('seen', 1);
    expect(said).toEqual([expect.stringMatching(/^A preview runs on the session's warehouse, which Snowflake wakes/)]);
    expect((await first).rowCount).toBe(1);
    expect((await reader.preview('seen')).rowCount).toBe(2);

    expect(said).toHaveLength(1);
  });

  test('says which grant is missing', async () => {
    const outcome = await reader.preview('houses').catch((error: unknown) => error);

    expect(isUserError(outcome)).toBe(true);
    expect(messageOf(outcome)).toMatch(/Its owner runs: grant select on table \S*HOUSES to role LOOKER\.$/);
    const [, grant = ''] = /Its owner runs: (.+)\.$/.exec(messageOf(outcome)) ?? [];
    await snowflake.execute(grant);
    expect((await reader.preview('houses')).rowCount).toBe(2);
  });

  test('a schema that the role may not see: says the grant, too', async () => {
    await expect(reader.listTables('db.odd')).rejects.toThrow(
      'If it is there, its owner runs: grant usage on schema DB.ODD to role LOOKER.',
    );
  });
});

describe('more names than SHOW tells at once', () => {
  const NAMES = Array.from({ length: 25_000 }, (_, index) => `T${String(index).padStart(5, '0')}`);
  let server: ScriptedSnowflake;
  let session: Snowflake;
  beforeAll(async () => {
    server = await startScriptedSnowflake((sqlText) => {
      const [, limit = '0', from = ''] = / limit (\d+)(?: from '(.*)')?$/.exec(sqlText) ?? [];
      const rows = NAMES.filter((name) => name > from).slice(0, Math.min(Number(limit), 10_000));
      return { rowtype: [{ name: 'name', type: 'text', nullable: true }], rowset: rows.map((name) => [name]) };
    });
    session = await connectIn(
      heardBy(new AbortController().signal, () => undefined),
      {
        account: 'test',
        accessUrl: server.url,
        user: 'u',
        password: 'p',
      },
    );
  });
  afterAll(async () => {
    await session?.close();
    await server?.close();
  });

  test.each([
    [100, 100, 1],
    [9_999, 9_999, 2],
    [10_000, 10_000, 2],
    [24_999, 24_999, 3],
    [25_000, 25_000, 3],
    [1_000_000, 25_000, 3],
  ])('a page of %d names has %d of them, after %d statements', async (limit, count, statements) => {
    const before = server.statements.length;

    const page = await session.listTables('db.s', { limit });

    expect(page.items.map(({ name }) => name)).toEqual(NAMES.slice(0, count));
    expect(page.next).toBe(count < NAMES.length ? NAMES[count - 1] : undefined);
    expect(server.statements.length - before).toBe(statements);
  });

  test('the last page ends the list', async () => {
    const page = await session.listTables('db.s', { limit: 10_000, after: 'T14999' });

    expect([page.items.length, page.next]).toEqual([10_000, undefined]);
  });
});
