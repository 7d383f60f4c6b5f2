import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../../support/until';
import { AskedAccount } from './support/asked-account';

const STRANGE_NAMES = [
  'we"ird',
  'lower',
  'with space',
  '<img src=x onerror=alert(1)>',
  `\${x}`,
  '`tick`',
  "it's",
  'ORDER',
];

let account: AskedAccount;

beforeAll(async () => {
  account = await AskedAccount.start();
  await account.run(
    'create database SHOP',
    'create schema SHOP.S',
    `create table SHOP.S.VALUES_OF_ALL_TYPES (N number(10,0), BIG number(38,0), PRICE number(38,2), F float, YES boolean,
       T varchar, D date, CLOCK time, NTZ timestamp_ntz, TZ timestamp_tz, DOC variant, BYTES binary)`,
    `insert into SHOP.S.VALUES_OF_ALL_TYPES select 7, 12345678901234567890123456789012345678, 1.10, 0.1, true, 'null',
       '2024-02-29'::date, '12:34:56'::time, '2024-02-29 12:00:00.5'::timestamp_ntz,
       '2024-02-29 12:00:00 +0000'::timestamp_tz, parse_json('{"a":1}'), to_binary('0A0B')`,
    `insert into SHOP.S.VALUES_OF_ALL_TYPES (T) values ('${'x'.repeat(198)}😀${'y'.repeat(9)}')`,
    'create table SHOP.S.MEASURED (F float, I number(5,0), T varchar, "count" boolean)',
    `insert into SHOP.S.MEASURED values (0.5, 1, 'b', true), (1.5, 2, 'a', true), (2.5, 3, 'b', false), (10.5, 4, null, null),
       (null, 4, 'b', true)`,
    "insert into SHOP.S.MEASURED select column1::float, 1, 'c', null from values ('NaN'), ('inf')",
    'create table SHOP.S.EMPTY_ONE (F float)',
    ...STRANGE_NAMES.flatMap((name) => {
      const quoted = `"${name.replaceAll('"', '""')}"`;
      return [`create table SHOP.S.${quoted} (${quoted} int)`, `insert into SHOP.S.${quoted} values (1), (2), (null)`];
    }),
    `create view SHOP.S.ENDLESS as select count(*) as N
       from table(generator(rowcount => 1000000)) a cross join table(generator(rowcount => 1000000)) b`,
  );
}, 60_000);

afterAll(() => account?.close());

describe('a preview', () => {
  test('shows every type as text with all its digits, and no value apart from the text null', async () => {
    const preview = await account.ask('preview', {
      path: ['SHOP', 'S', 'VALUES_OF_ALL_TYPES'],
      limit: 1,
      sort: { column: 'N', descending: false },
    });

    expect(preview.columns.map(({ type }) => type)).toEqual([
      'NUMBER(10,0)',
      'NUMBER(38,0)',
      'NUMBER(38,2)',
      'FLOAT',
      'BOOLEAN',
      'VARCHAR',
      'DATE',
      'TIME(9)',
      'TIMESTAMP_NTZ(9)',
      'TIMESTAMP_TZ(9)',
      'VARIANT',
      'BINARY',
    ]);
    expect(preview.rows).toEqual([
      [
        '7',
        '12345678901234567890123456789012345678',
        '1.10',
        '0.1',
        'true',
        'null',
        '2024-02-29',
        '12:34:56',
        '2024-02-29 12:00:00.5',
        '2024-02-29 12:00:00+00:00',
        '{"a":1}',
        '0A0B',
      ],
    ]);
    expect(preview).toMatchObject({ isCut: false, warehouse: 'HOUSING_WH' });
  });

  test('is sorted by Snowflake, with nulls at the end in both directions', async () => {
    const sorted = async (descending: boolean) => {
      const sort = { column: 'N', descending };
      const { rows } = await account.ask('preview', { path: ['SHOP', 'S', 'VALUES_OF_ALL_TYPES'], limit: 10, sort });
      return rows.map(([value]) => value);
    };

    expect([await sorted(true), await sorted(false)]).toEqual([
      ['7', null],
      ['7', null],
    ]);
  });

  test('cuts a long value, never in the middle of a character, and says so', async () => {
    const { rows, isCut } = await account.ask('preview', {
      path: ['SHOP', 'S', 'VALUES_OF_ALL_TYPES'],
      limit: 1,
      sort: { column: 'T', descending: true },
    });

    expect(rows[0]?.[5]).toBe(`${'x'.repeat(198)}…`);
    expect(isCut).toBe(true);
  });

  test.each(STRANGE_NAMES)('of a table and a column with the name %s works, sorted too', async (name) => {
    const sort = { column: name, descending: true };
    const { columns, rows } = await account.ask('preview', { path: ['SHOP', 'S', name], limit: 2, sort });

    expect(columns).toEqual([{ name, type: 'NUMBER(38,0)', isNumeric: true }]);
    expect(rows).toEqual([['2'], ['1']]);
  });

  test('that is cancelled is cancelled in Snowflake', async () => {
    const stop = new AbortController();
    const statuses = async () => {
      const history = await account.snowflake.sql`select execution_status as status
        from table(information_schema.query_history()) where startswith(query_text, 'select * from "SHOP"."S"."ENDLESS"')`;
      return history.toRows().map(({ STATUS }) => STATUS);
    };
    const asked = account.ask('preview', { path: ['SHOP', 'S', 'ENDLESS'], limit: 1 }, stop.signal);
    const ended = expect(asked).rejects.toThrow('The statement was interrupted and cancelled in Snowflake.');
    await until(async () => (await statuses()).includes('RUNNING'));
    stop.abort();

    await ended;
    expect(await statuses()).toEqual(['FAILED_WITH_ERROR']);
  });
});

describe('a profile', () => {
  const profileOf = (column: string, table = 'MEASURED') =>
    account.ask('profile', { path: ['SHOP', 'S', table], column });

  test('of a FLOAT leaves NaN and infinity out of mean, quartiles and histogram, and counts them', async () => {
    const { histogram, seconds, ...profile } = await profileOf('F');

    expect(profile).toMatchObject({
      type: 'FLOAT',
      rows: 7,
      nulls: 1,
      notFinite: 2,
      distinct: 6,
      isDistinctEstimated: false,
      min: '0.5',
      max: 'NaN',
      mean: 3.75,
      quartiles: [1.25, 2, 4.5],
    });
    expect(histogram).toHaveLength(20);
    expect(histogram?.filter(({ count }) => count > 0)).toEqual([
      { from: 0.5, to: 1, count: 1 },
      { from: 1.5, to: 2, count: 1 },
      { from: 2.5, to: 3, count: 1 },
      { from: 10, to: 10.5, count: 1 },
    ]);
    expect(seconds).toBeGreaterThan(0);
  });

  test('of whole numbers has a bar for each of them where there are few', async () => {
    const { histogram, top } = await profileOf('I');

    expect(histogram?.map(({ count }) => count)).toEqual([3, 1, 1, 2]);
    expect(top).toEqual([
      { value: '1', count: 3 },
      { value: '4', count: 2 },
      { value: '2', count: 1 },
      { value: '3', count: 1 },
    ]);
  });

  test('of texts has the first, the last and the most frequent ones', async () => {
    const profile = await profileOf('T');

    expect(profile).toMatchObject({ nulls: 1, distinct: 3, min: 'a', max: 'c', notFinite: 0 });
    expect(profile.top.slice(0, 2)).toEqual([
      { value: 'b', count: 3 },
      { value: 'c', count: 2 },
    ]);
    expect(profile.mean ?? profile.quartiles ?? profile.histogram).toBeUndefined();
  });

  test('of a boolean column named count counts both values and nulls', async () => {
    expect(await profileOf('count')).toMatchObject({
      nulls: 3,
      distinct: 2,
      top: [
        { value: 'true', count: 3 },
        { value: null, count: 3 },
        { value: 'false', count: 1 },
      ],
    });
  });

  test.each(['D', 'CLOCK', 'NTZ', 'TZ', 'BIG', 'PRICE', 'BYTES', 'DOC'])(
    'of column %s counts its null',
    async (name) => {
      expect(await profileOf(name, 'VALUES_OF_ALL_TYPES')).toMatchObject({ rows: 2, nulls: 1 });
    },
  );

  test('of a table without rows is empty', async () => {
    expect(await profileOf('F', 'EMPTY_ONE')).toMatchObject({ rows: 0, nulls: 0, distinct: 0, top: [] });
  });

  test.each(STRANGE_NAMES)('of a column with the name %s works', async (name) => {
    expect(await profileOf(name, name)).toMatchObject({ rows: 3, nulls: 1, distinct: 2, mean: 1.5 });
  });

  test('of a column that is gone says so', async () => {
    await expect(profileOf('GONE')).rejects.toThrow('The table has no column GONE any more. Refresh its columns.');
  });
});
