import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from 'kernel-helpers/cell-api/connect';
import type { Snowflake } from 'kernel-helpers/snowflake/connect';
import { readColumns } from 'kernel-helpers/snowflake/result/read-columns';
import { identifier } from 'kernel-helpers/snowflake/statement/identifiers';
import { Table } from 'kernel-helpers/table/columnar-table';
import { compareTables } from 'kernel-helpers/table/compare-tables';
import { CalendarDate } from 'kernel-helpers/values/calendar-date';
import { Decimal } from 'kernel-helpers/values/decimal';
import { Timestamp } from 'kernel-helpers/values/timestamp';
import { type AccountUnderTest, openAccountUnderTest } from '../support/account-under-test';
import { withEnvironment } from '../support/with-environment';

/**
 * What this repository assumes about Snowflake, each claim with its source. They run on the local account,
 * and with REAL_ACCOUNT set on the real one, in a schema of their own that is dropped at the end.
 */
const SCHEMA = `CONTRACT_${randomUUID().replaceAll('-', '').toUpperCase()}`;
const ROWS = 50_000;

let account: AccountUnderTest;
let snowflake: Snowflake;
let restore: () => void;
beforeAll(async () => {
  account = await openAccountUnderTest();
  restore = withEnvironment(account.settings);
  const [warehouse, database] = [process.env.SF_WAREHOUSE ?? 'HOUSING_WH', process.env.SF_DATABASE ?? 'HOUSING'];
  snowflake = await connect();
  await snowflake.sql`create warehouse if not exists ${identifier(warehouse)}
    warehouse_size = xsmall auto_suspend = 60 initially_suspended = true`;
  await snowflake.sql`create database if not exists ${identifier(database)}`;
  await snowflake.sql`use warehouse ${identifier(warehouse)}`;
  await snowflake.sql`create schema ${identifier(database)}.${identifier(SCHEMA)}`;
  await snowflake.writeTable(numbers(ROWS), 'numbers');
});
afterAll(async () => {
  await snowflake?.execute(`drop schema if exists ${SCHEMA}`);
  await snowflake?.close();
  restore?.();
  await account?.close();
});

function numbers(rowCount: number): Table {
  return Table.fromRows(
    Array.from({ length: rowCount }, (_, row) => ({ ID: row, HALF: row / 2, NAME: row % 10 === 0 ? null : `n${row}` })),
  );
}

describe('Snowflake', () => {
  // https://docs.snowflake.com/en/sql-reference/identifiers-syntax
  test('folds plain names to upper case and keeps quoted ones', async () => {
    const answer = await snowflake.sql`select 1 as plain, 2 as "Quoted"`;

    expect(answer.columnNames).toEqual(['PLAIN', 'Quoted']);
  });

  // snowflakedb/drivers, end-to-end tests that pass with the present Node driver: JSON results carry 15 digits.
  test('sends FLOAT with 15 significant digits in JSON results', async () => {
    const answer = await snowflake.sql`select 0.1::float + 0.2::float as a, 9007199254740992::float as b`;

    expect(answer.toRows()).toEqual([{ A: 0.3, B: 9_007_199_254_740_990 }]);
  });

  // https://docs.snowflake.com/en/user-guide/querying-persisted-results: a result keeps its rows and their order.
  test('describes one result such that its parts are disjoint and complete, also without the session', async () => {
    const result = await snowflake.execute(`select id from ${SCHEMA}.numbers`);
    const { manifest } = result;
    await result.close();

    const third = Math.floor(ROWS / 3);
    const parts = await Promise.all(
      [0, third, 2 * third].map((from, index) =>
        readColumns(manifest, { from, to: index === 2 ? ROWS : from + third }),
      ),
    );

    const ids = parts.flatMap((part) => Array.from(part[0].values, Number)).sort((a, b) => a - b);
    expect(ids).toEqual(Array.from({ length: ROWS }, (_, row) => row));
  });

  // https://docs.snowflake.com/en/sql-reference/transactions: DML of a transaction is undone as a whole.
  test('rolls back a delete and an insert together', async () => {
    await snowflake.sql`begin`;
    await snowflake.sql`delete from numbers where id >= 10`;
    await snowflake.sql`insert into numbers (id) values (-1)`;
    await snowflake.sql`rollback`;

    const left = await snowflake.sql`select count(*) as n, min(id) as first from numbers`;

    expect(left.toRows()).toEqual([{ N: ROWS, FIRST: 0 }]);
  });

  test('keeps null apart from empty text through Parquet, COPY and SELECT', async () => {
    await snowflake.writeTable(Table.fromRows([{ NAME: '' }, { NAME: null }, { NAME: "it's <b>" }]), 'names');

    const names = await snowflake.sql`select name from names order by name nulls first`;

    expect(names.toRows()).toEqual([{ NAME: null }, { NAME: '' }, { NAME: "it's <b>" }]);
  });

  // Parquet's microseconds, dates and decimals by their logical types: docs.snowflake.com, CREATE FILE FORMAT, USE_LOGICAL_TYPE.
  test('keeps far years, long decimals and clocks without a zone through Parquet, COPY and SELECT', async () => {
    const sent = Table.fromRows([
      {
        DAY: CalendarDate.from('9999-12-31'),
        CLOCK: Timestamp.from('9999-12-31T23:59:59.999999'),
        INSTANT: new Date('9999-12-31T23:59:59.999Z'),
        PRICE: Decimal.from('12345678901234567890123.45'),
      },
      {
        DAY: CalendarDate.from('1582-10-15'),
        CLOCK: Timestamp.from('1582-10-15T00:00:00'),
        INSTANT: new Date('1969-12-31T23:59:59.999Z'),
        PRICE: 1.1,
      },
    ]);
    await snowflake.writeTable(sent, 'far');

    expect(compareTables(sent, await snowflake.sql`select * from far`).columns.filter(({ same }) => !same)).toEqual([]);
  });

  // Codes as the drivers of Snowflake list and test them.
  test.each([
    ['select * from no_such_table', '002003', '42S02'],
    ['selec 1', '001003', '42000'],
    ['select 1/0', '100051', '22012'],
  ])('answers %p with code %s and state %s', async (statement, code, sqlState) => {
    await expect(snowflake.execute(statement)).rejects.toMatchObject({
      kind: 'user',
      facts: expect.objectContaining({ code, sqlState }),
    });
  });
});
