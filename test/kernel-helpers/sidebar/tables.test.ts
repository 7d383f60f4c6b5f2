import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AskedAccount } from './support/asked-account';

let account: AskedAccount;

beforeAll(async () => {
  account = await AskedAccount.start();
  await account.run(
    'create database SHOP',
    'create schema SHOP.S',
    'create schema SHOP."lower case"',
    "create table SHOP.S.ORDERS (ID number(10,0) not null, PRICE number(38,2), PLACED timestamp_ntz) comment = 'Since 2020'",
    "insert into SHOP.S.ORDERS values (1, 12.50, '2024-02-29 12:00:00'), (2, null, null)",
    'create view SHOP.S.OPEN_ORDERS as select ID from SHOP.S.ORDERS',
    'create table SHOP.S."100%_ORDER" (A int)',
    'create table SHOP."lower case"."<img src=x onerror=alert(1)>" ("we""ird" int)',
    'create table SHOP."lower case".ORDERS (A int)',
    'create database EMPTY_ONE',
  );
}, 60_000);

afterAll(() => account?.close());

describe('the tree', () => {
  test('has databases, of which one is the current one', async () => {
    const { items } = await account.ask('databases', {});

    expect(items.map(({ path, isCurrent }) => [path, isCurrent])).toEqual([
      [['EMPTY_ONE'], false],
      [['HOUSING'], true],
      [['SHOP'], false],
    ]);
  });

  test('has the schemas of a database', async () => {
    const { items } = await account.ask('schemas', { path: ['SHOP'] });

    expect(items.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        ['SHOP', 'S'],
        ['SHOP', 'lower case'],
      ]),
    );
  });

  test('has tables and views in one list, with rows and bytes of tables only', async () => {
    const { items, next } = await account.ask('tables', { path: ['SHOP', 'S'] });

    expect(items).toEqual([
      expect.objectContaining({ path: ['SHOP', 'S', '100%_ORDER'], kind: 'table', rows: 0 }),
      {
        path: ['SHOP', 'S', 'OPEN_ORDERS'],
        name: 'OPEN_ORDERS',
        kind: 'view',
        comment: '',
        owner: 'ACCOUNTADMIN',
        isYours: true,
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*[+-]\d\d:\d\d$/),
      },
      expect.objectContaining({ name: 'ORDERS', comment: 'Since 2020', rows: 2, bytes: expect.any(Number) }),
    ]);
    expect(next).toBeUndefined();
  });

  test('comes page by page', async () => {
    const names: string[] = [];
    let after: string | undefined;
    do {
      const page = await account.ask('tables', {
        path: ['SHOP', 'S'],
        limit: 1,
        ...(after === undefined ? {} : { after }),
      });
      expect(page.items).toHaveLength(1);
      names.push(...page.items.map(({ name }) => name));
      after = page.next;
    } while (after !== undefined);

    expect(names).toEqual(['100%_ORDER', 'OPEN_ORDERS', 'ORDERS']);
  });

  test('has the columns of a table and of a view', async () => {
    expect(await account.ask('columns', { path: ['SHOP', 'S', 'ORDERS'] })).toEqual([
      { name: 'ID', type: 'NUMBER(10,0)', nullable: false },
      { name: 'PRICE', type: 'NUMBER(38,2)', nullable: true },
      { name: 'PLACED', type: 'TIMESTAMP_NTZ(9)', nullable: true },
    ]);
    expect(await account.ask('columns', { path: ['SHOP', 'S', 'OPEN_ORDERS'] })).toMatchObject([{ name: 'ID' }]);
    const strange = ['SHOP', 'lower case', '<img src=x onerror=alert(1)>'];
    expect(await account.ask('columns', { path: strange })).toMatchObject([{ name: 'we"ird' }]);
  });

  test.each([
    ['schemas', ['GONE']],
    ['tables', ['SHOP', 'GONE']],
    ['columns', ['SHOP', 'S', 'GONE']],
  ] as const)('says of %s of what is gone that it is not found', async (method, path) => {
    const asked = account.ask(method, { path: [...path] });

    await expect(asked).rejects.toMatchObject({
      kind: 'user',
      message: expect.stringMatching(/GONE.* does not exist/),
    });
  });

  test('of an empty schema is an empty list', async () => {
    expect(await account.ask('tables', { path: ['EMPTY_ONE', 'PUBLIC'] })).toEqual({ items: [] });
  });
});

describe('a search', () => {
  const found = async (text: string, more: object = {}) =>
    (await account.ask('searchTables', { text, ...more })).items.map(({ path }) => path.join('/'));

  test('finds names that contain a text in any case, in the whole account', async () => {
    expect(await found('order')).toEqual([
      'SHOP/S/100%_ORDER',
      'SHOP/S/OPEN_ORDERS',
      'SHOP/S/ORDERS',
      'SHOP/lower case/ORDERS',
    ]);
  });

  test('takes % and _ as they are', async () => {
    expect([await found('%_'), await found('s_o')]).toEqual([['SHOP/S/100%_ORDER'], []]);
  });

  test('looks only where it is told to', async () => {
    expect(await found('order', { path: ['SHOP', 'lower case'] })).toEqual(['SHOP/lower case/ORDERS']);
    expect(await found('order', { path: ['HOUSING'] })).toEqual([]);
  });

  test('comes page by page, also where one name is found in several schemas', async () => {
    const first = await account.ask('searchTables', { text: 'order', limit: 3 });
    const second = await account.ask('searchTables', { text: 'order', limit: 3, after: first.next });

    expect(second.items.map(({ path }) => path.join('/'))).toEqual(['SHOP/lower case/ORDERS']);
    expect(second.next).toBeUndefined();
  });
});

test.each([
  [['SHOP', 'S', 'ORDERS'], 'SHOP.S.ORDERS'],
  [['SHOP', 'lower case', 'we"ird'], 'SHOP."lower case"."we""ird"'],
  [['SHOP', 'S', 'ORDER'], 'SHOP.S."ORDER"'],
])('the name %j in SQL is %s', async (path, sql) => {
  expect(await account.ask('qualifiedName', { path })).toEqual({ sql });
});

test.each([
  [['SHOP', 'S', 'ORDERS'], 'create or replace TABLE SHOP.S.ORDERS ('],
  [['SHOP', 'S', 'OPEN_ORDERS'], 'create or replace view SHOP.S.OPEN_ORDERS'],
  [['SHOP', 'lower case', '<img src=x onerror=alert(1)>'], '"<img src=x onerror=alert(1)>"'],
])('the statement that makes %j tells its full name', async (path, beginning) => {
  const { sql } = await account.ask('createStatement', { path });

  expect(sql).toContain(beginning);
});
