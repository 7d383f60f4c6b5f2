import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isUserError } from 'kernel-helpers/errors';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { Table } from 'kernel-helpers/table/columnar-table';
import { type LocalSnowflake, startLocalSnowflake } from '../local-snowflake';

/** Values of every type, with nulls, in a result of several chunks. */
const EVERY_TYPE = `
  select iff(i % 7 = 0, null, i - 9000) as small, (i * 70368744177664)::number(20, 0) as large, i::number(12, 3) as price,
    iff(i % 4 = 0, null, (i * 12345678901234567::number(38, 0) * 1234567890123)::number(38, 4)) as exact,
    iff(i % 3 = 0, null, i / 8::float) as ratio, i % 3 = 0 as flag, iff(i % 5 = 0, null, 'hoüse ' || i) as name,
    to_binary(hex_encode('b' || i)) as raw, dateadd(day, i * 90, '0001-03-01'::date) as day,
    dateadd(second, i, '01:00:00'::time) as at, dateadd(second, -i * 100000, '2024-05-06 07:08:09.123456'::timestamp_ntz) as ntz,
    iff(i % 2 = 0, null, '2024-05-06 07:08:09.5+00:00'::timestamp_ltz) as ltz,
    '1969-12-31 23:59:59.25+00:00'::timestamp_tz(3) as tz, array_construct(i, 'x') as items
  from (select seq4() as i from table(generator(rowcount => 8000)))`;

/** Doubles of any bits, and those that are hard to write. */
function doubles(): Float64Array {
  const hard = [0, -0, 1 / 3, 5e-324, Number.MAX_VALUE, -Number.MIN_VALUE, 2 ** 53 + 2, 0.1 + 0.2, 1e22];
  const bits = new BigUint64Array(2000);
  let state = 88172645463325252n;
  for (let row = 0; row < bits.length; row += 1) {
    state = BigInt.asUintN(64, state ^ (state << 13n));
    state ^= state >> 7n;
    state = BigInt.asUintN(64, state ^ (state << 17n));
    bits[row] = state;
  }
  return Float64Array.from([...hard, ...new Float64Array(bits.buffer).filter(Number.isFinite)]);
}

const bitsOf = (values: ArrayLike<unknown>) => [
  ...new BigUint64Array(Float64Array.from(values as Float64Array).buffer),
];

const plain = (table: Table) => table.columns.map((column) => ({ ...column, values: [...column.values] }));

async function allOf(batches: AsyncIterable<Table>): Promise<readonly Table[]> {
  const tables: Table[] = [];
  for await (const table of batches) tables.push(table);
  return tables;
}

describe('how the rows of a SELECT come', () => {
  let account: LocalSnowflake;
  let snowflake: Snowflake;
  const wanted = doubles();
  beforeAll(async () => {
    account = await startLocalSnowflake();
    snowflake = await account.connect();
    const values = { kind: 'number' as const, name: 'X', type: 'FLOAT', nullable: false, values: wanted };
    const id = { ...values, name: 'ID', type: 'NUMBER(9,0)', values: wanted.map((_, row) => row) };
    await snowflake.writeTable(new Table([id, values]), 'doubles');
  });
  afterAll(async () => {
    await account.close();
  });

  test('Arrow and JSON give the same table', async () => {
    const json = await snowflake.execute(EVERY_TYPE, [], { resultFormat: 'json' });
    const arrow = await snowflake.execute(EVERY_TYPE, [], { resultFormat: 'arrow' });

    expect([json.manifest.format, arrow.manifest.format]).toEqual(['json', 'arrow']);
    expect(arrow.manifest.chunks.length).toBeGreaterThan(1);
    expect(plain(await arrow.read())).toEqual(plain(await json.read()));
    expect(plain(await arrow.read(5_000, 6_001))).toEqual(plain(await json.read(5_000, 6_001)));
  });

  test('Arrow and JSON give the same batches and the same shares', async () => {
    const read = async (resultFormat: 'json' | 'arrow') => {
      const result = await snowflake.execute(EVERY_TYPE, [], { resultFormat });
      const tables = [...(await allOf(result.batches({ rows: 1700 })))];
      for (const host of [0, 1, 2]) {
        const share = await result.share({ host, hosts: 3 });
        tables.push(...(await allOf(share.batches({ rows: 900 }))), ...(await allOf(share.batches({ rows: 2000 }))));
        await share.close();
      }
      return tables.map(plain);
    };

    const arrow = await read('arrow');

    expect(arrow.map(([{ values }]) => values.length)).toEqual([
      ...[1700, 1700, 1700, 1700, 1200],
      ...[900, 900, 866, 2000, 666],
      ...[900, 900, 867, 2000, 667],
      ...[900, 900, 867, 2000, 667],
    ]);
    expect(arrow).toEqual(await read('json'));
  });

  test('a connection may ask for Arrow; statements that are no SELECT come as JSON', async () => {
    const other = await account.connect({ resultFormat: 'arrow' });

    expect((await other.execute('select 1')).manifest.format).toBe('arrow');
    expect((await other.execute('select 1', [], { resultFormat: 'json' })).manifest.format).toBe('json');
    expect((await other.execute('show tables')).manifest.format).toBe('json');
    expect((await other.sql`select 1 as n where 1 = 0`).rowCount).toBe(0);
  });

  test.each([
    ['as Arrow', undefined],
    ['as texts, where the account answers JSON', 'json'],
  ] as const)('exactFloats gives every bit %s', async (_, resultFormat) => {
    const result = await snowflake.execute('select x, id from doubles where id >= ?', [0], {
      exactFloats: true,
      resultFormat,
    });
    const table = await result.read();

    expect(table.column('X')).toMatchObject({ kind: 'number', type: 'FLOAT' });
    const byId = new Map([...table.column('ID').values].map((id, row) => [Number(id), table.column('X').values[row]]));
    expect(bitsOf(Array.from(wanted, (_, id) => byId.get(id)))).toEqual(bitsOf(wanted));
  });

  test('without exactFloats, JSON gives 15 digits', async () => {
    expect((await snowflake.sql`select 0.1::float + 0.2::float as x`).column('X').values[0]).toBe(0.3);
  });

  test.each([
    ['select 1.5::float as x union all select null', [1.5, null]],
    ["with f as (select 'inf'::float as x) select x from f", [Number.POSITIVE_INFINITY]],
    ['(select x from doubles where id = 2)', [1 / 3]],
    ['select x from (select x from doubles order by id limit 3) where x > 0', [1 / 3]],
    ["select 'no FLOAT' as t", ['no FLOAT']],
  ])('exactFloats takes %s', async (sql, values) => {
    const result = await snowflake.execute(sql, [], { exactFloats: true, resultFormat: 'json' });

    expect((await result.read()).toRows().map((row) => Object.values(row)[0])).toEqual(values);
  });

  test('exactFloats keeps names that come twice', async () => {
    const result = await snowflake.execute('select x, x, id as "it""s" from doubles where id = 2', [], {
      exactFloats: true,
      resultFormat: 'json',
    });

    expect((await result.read()).toRows()).toEqual([{ X: 1 / 3, X_2: 1 / 3, 'it"s': 2 }]);
  });

  test.each([
    ['select x from doubles order by id', {}, 'cannot keep the order of this SELECT'],
    ['((select x from doubles) order by 1)', {}, 'cannot keep the order of this SELECT'],
    ['show tables', {}, 'this statement begins with SHOW'],
    ['select 1', { resultFormat: 'xml' as 'json' }, "`resultFormat` must be 'json' or 'arrow', not xml."],
    ['select 1', { exactFloats: 1 as unknown as boolean }, '`exactFloats` must be true or false, not 1.'],
  ])('refuses %s, %j', async (sql, options, message) => {
    const refused = snowflake.execute(sql, [], { exactFloats: true, resultFormat: 'json', ...options });

    await expect(refused).rejects.toThrow(message);
    expect(isUserError(await refused.catch((error: unknown) => error))).toBe(true);
  });

  test('with exactFloats as Arrow, ORDER BY stays', async () => {
    const { values } = (
      await snowflake
        .execute('select x from doubles order by id desc', [], { exactFloats: true })
        .then((result) => result.read())
    ).column('X');

    expect(bitsOf([...values].reverse())).toEqual(bitsOf(wanted));
  });
});
