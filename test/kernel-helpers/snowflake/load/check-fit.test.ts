import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isUserError } from 'kernel-helpers/errors';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { identifier } from 'kernel-helpers/snowflake/statement/identifiers';
import { Table } from 'kernel-helpers/table/columnar-table';
import { CalendarDate } from 'kernel-helpers/values/calendar-date';
import { columnTexts } from 'kernel-helpers/values/cells';
import { Decimal } from 'kernel-helpers/values/decimal';
import { Timestamp } from 'kernel-helpers/values/timestamp';
import { type LocalSnowflake, startLocalSnowflake } from '../local-snowflake';

let account: LocalSnowflake;
let snowflake: Snowflake;
let tables = 0;
beforeAll(async () => {
  account = await startLocalSnowflake();
  snowflake = await account.connect();
});
afterAll(async () => {
  await account.close();
});

const at = (text: string) => Timestamp.from(text);
const day = (text: string) => CalendarDate.from(text);
const utc = (text: string) => new Timestamp(Timestamp.from(text), 'UTC');
const LONG = Decimal.from('12345678901234567890123.45');
const EMOJI = '🚀🚀🚀';

/** A table of one column of that type, and what the test may say about it. */
async function tableOf(type: string): Promise<string> {
  tables += 1;
  const name = `fit_${tables}`;
  // A type is neither a name nor a value, so it stands in the text.
  await snowflake.execute(`create table ${name} (a ${type})`);
  return name;
}

const rowCount = async (name: string) => (await snowflake.sql`select * from ${identifier(name)}`).rowCount;

describe('appending to a column that takes the values as they are', () => {
  test.each([
    ['FLOAT', [0.1, 5, null], ['0.1', '5', null]],
    ['FLOAT', [2n ** 40n], ['1099511627776']],
    ['NUMBER(10,0)', [2, -7, null], ['2', '-7', null]],
    ['NUMBER(10,2)', [1.1, 99_999_999.99], ['1.10', '99999999.99']],
    ['NUMBER(38,2)', [1.1, 123_456_789_012_345.69], ['1.10', '123456789012345.69']],
    ['NUMBER(38,2)', [LONG, 1.1, null], [`${LONG}`, '1.10', null]],
    ['NUMBER(38,4)', [LONG], [`${LONG}00`]],
    ['NUMBER(38,0)', [1e30, 7], [`1${'0'.repeat(30)}`, '7']],
    ['NUMBER(38,0)', [2n ** 100n, 7n], ['1267650600228229401496703205376', '7']],
    ['NUMBER(20,1)', [2n ** 60n], ['1152921504606846976.0']],
    ['VARCHAR(3)', ['abc', EMOJI, null], ['abc', EMOJI, null]],
    ['BOOLEAN', [true, null], ['true', null]],
    ['DATE', [day('9999-12-31'), day('0001-01-01'), null], ['9999-12-31', '0001-01-01', null]],
    ['DATE', [new Date('2024-01-03')], ['2024-01-03']],
    ['DATE', ['2024-01-03'], ['2024-01-03']],
    ['DATE', [at('2024-01-03T00:00:00')], ['2024-01-03']],
    ['TIME(3)', ['12:34:56.789', null], ['12:34:56.789', null]],
    ['TIMESTAMP_NTZ(9)', [at('9999-12-31T23:59:59.999999'), null], ['9999-12-31T23:59:59.999999', null]],
    ['TIMESTAMP_NTZ(0)', [at('2024-01-03T12:34:56')], ['2024-01-03T12:34:56']],
    ['TIMESTAMP_NTZ(9)', [day('2024-01-03')], ['2024-01-03T00:00:00']],
    ['TIMESTAMP_NTZ(9)', ['2024-01-03T12:34:56.789'], ['2024-01-03T12:34:56.789']],
    ['TIMESTAMP_LTZ(9)', [new Date('2024-01-03T12:34:56.789Z')], ['2024-01-03T12:34:56.789+00:00']],
    ['TIMESTAMP_LTZ(9)', ['2024-01-03T12:34:56+02:00'], ['2024-01-03T10:34:56+00:00']],
    ['TIMESTAMP_TZ(9)', [at('2024-01-03T12:34:56+00:00'), null], ['2024-01-03T12:34:56+00:00', null]],
    ['TIMESTAMP_TZ(9)', [utc('2024-01-03T12:34:56Z')], ['2024-01-03T12:34:56+00:00']],
  ] as const)('%s takes %p', async (type, cells, texts) => {
    const sent = Table.fromRows(cells.map((A) => ({ A })));
    const name = await tableOf(type);

    await snowflake.writeTable(sent, name, { ifExists: 'append' });

    const read = await snowflake.sql`select * from ${identifier(name)}`;
    const text = columnTexts(read.column('A'));
    expect(cells.map((_, row) => text(row))).toEqual(texts);
  });
});

// COPY converts silently: docs.snowflake.com, "Data type conversion" and "COPY INTO <table>".
describe('appending to a column that would change the values is refused before anything is sent', () => {
  test.each([
    ['NUMBER(10,0)', [1, 2.7], 'column A is NUMBER(10,0), but 2.7 in row 1 would be rounded'],
    ['NUMBER(10,2)', [1.005], '1.005 in row 0 would be rounded'],
    ['NUMBER(4,2)', [100], '100 in row 0 has too many digits'],
    ['NUMBER(10,0)', [Number.POSITIVE_INFINITY], 'Infinity in row 0 is not a number'],
    ['NUMBER(10,0)', [2n ** 60n], '1152921504606846976 in row 0 has too many digits'],
    ['NUMBER(38,1)', [LONG], '12345678901234567890123.45 in row 0 would be rounded'],
    ['NUMBER(10,0)', [true], 'but the data hold booleans; convert them first'],
    ['NUMBER(10,0)', ['7'], 'but the data hold text; convert them first'],
    ['NUMBER(10,0)', [day('2024-01-03')], 'but the data hold dates'],
    ['FLOAT', [2n ** 60n + 1n], '1152921504606846977 in row 0 has more digits than a FLOAT'],
    ['FLOAT', [LONG], 'has more digits than a FLOAT'],
    ['FLOAT', [true], 'but the data hold booleans'],
    ['FLOAT', ['7'], 'but the data hold text'],
    ['FLOAT', [at('2024-01-03T12:34:56')], 'but the data hold timestamps'],
    ['VARCHAR(2)', ['ab', EMOJI], `${EMOJI} in row 1 is too long`],
    ['VARCHAR', [0.1], 'but the data hold numbers'],
    ['VARCHAR', [true], 'but the data hold booleans'],
    ['VARCHAR', [at('2024-01-03T12:34:56')], 'but the data hold timestamps'],
    ['BOOLEAN', [1], 'but the data hold numbers'],
    ['BOOLEAN', ['true'], 'but the data hold text'],
    [
      'DATE',
      [new Date('2024-01-03'), new Date('2024-01-03T12:34:56Z')],
      '2024-01-03T00:00:00+00:00 in row 0 would lose its time zone',
    ],
    ['DATE', [at('2024-01-03T00:00:00+02:00')], 'would lose'],
    ['DATE', [utc('2024-01-03T00:00:00Z')], 'would lose its time zone'],
    ['DATE', [new Date('2024-01-03T12:34:56Z')], '2024-01-03T12:34:56+00:00 in row 0 would lose its time of day'],
    ['DATE', ['2024-01-03T12:34:56'], 'would lose its time of day'],
    ['DATE', ['3 January'], 'is not a date or timestamp'],
    ['DATE', [20_000], 'but the data hold numbers'],
    ['TIME(0)', ['12:34:56.5'], 'would lose fractions of a second'],
    ['TIME(9)', ['25:00:00'], 'is not a time of day such as 12:34:56'],
    ['TIME(9)', [at('2024-01-03T12:34:56')], 'but the data hold timestamps'],
    ['TIMESTAMP_NTZ(9)', [new Date('2024-01-03T12:34:56Z')], 'would lose its time zone'],
    ['TIMESTAMP_NTZ(9)', [at('2024-01-03T12:34:56+02:00')], 'would lose its time zone'],
    ['TIMESTAMP_NTZ(9)', ['2024-01-03T12:34:56+02:00'], 'would lose its time zone'],
    ['TIMESTAMP_NTZ(0)', [at('2024-01-03T12:34:56.5')], 'would lose fractions of a second'],
    ['TIMESTAMP_NTZ(6)', [at('1969-12-31T23:59:59.999999999')], 'would lose fractions of a second'],
    ['TIMESTAMP_LTZ(9)', [at('2024-01-03T12:34:56')], 'has no time zone, and would get the one of the session'],
    ['TIMESTAMP_LTZ(9)', [at('2024-01-03T12:34:56+02:00')], 'would lose its offset'],
    ['TIMESTAMP_LTZ(9)', [day('2024-01-03')], 'has no time zone'],
    ['TIMESTAMP_TZ(9)', [at('2024-01-03T12:34:56')], 'has no time zone'],
    ['TIMESTAMP_TZ(9)', ['2024-01-03T12:34:56'], 'has no time zone'],
    ['VARIANT', [at('2024-01-03T12:34:56')], 'but the data hold timestamps'],
    ['BINARY', ['AB'], 'but the data hold text; convert them first'],
    ['ARRAY', ['[1]'], 'but the data hold text; convert them first'],
    ['VARCHAR', ['fine', 'half \ud83d'], 'in row 1 has half of a character that takes two'],
    ['NUMBER(10,0) NOT NULL', [1, null], 'NOT NULL, but row 1 is null'],
    ['VARCHAR NOT NULL', ['a', null], 'NOT NULL, but row 1 is null'],
    [
      'FLOAT, b FLOAT NOT NULL',
      [1],
      'column B is FLOAT, NOT NULL and without a default, but the data have no such column',
    ],
  ] as const)('%s refuses %p', async (type, cells, reason) => {
    const name = await tableOf(type);
    const sent: number[] = [];

    const outcome = await snowflake
      .writeTable(Table.fromRows(cells.map((A) => ({ A }))), name, {
        ifExists: 'append',
        onProgress: ({ rowsSent }) => sent.push(rowsSent),
      })
      .catch((error: unknown) => error);

    expect(isUserError(outcome)).toBe(true);
    expect(String(outcome)).toContain(reason);
    expect(sent).toEqual([]);
    expect(await rowCount(name)).toBe(0);
  });

  test('names every column at fault at once', async () => {
    await snowflake.sql`create table several (n number(3,0), d date, v varchar(2))`;

    await expect(
      snowflake.writeTable(Table.fromRows([{ n: 0.5, d: new Date(1), v: 'abc' }]), 'several', { ifExists: 'append' }),
    ).rejects.toThrow(
      'Table several cannot take these rows as they are: column N is NUMBER(3,0), but 0.5 in row 0 would be rounded; ' +
        'column D is DATE, but 1970-01-01T00:00:00.001+00:00 in row 0 would lose its time of day; ' +
        'column V is VARCHAR(2), but abc in row 0 is too long. Nothing was sent. Change the data, or the columns of the table.',
    );
  });

  test('also where new rows replace the old ones in the same columns', async () => {
    await snowflake.sql`create table replaced (v varchar(2) not null)`;
    await snowflake.sql`insert into replaced values ('ab')`;

    const replace = async (v: string | null) =>
      await snowflake.writeTable(Table.fromRows([{ v: 'x' }, { v }]), 'replaced', { ifExists: 'replace' });

    await expect(replace('abc')).rejects.toThrow('abc in row 1 is too long');
    await expect(replace(null)).rejects.toThrow('NOT NULL, but row 1 is null');
    expect((await snowflake.sql`select * from replaced`).toRows()).toEqual([{ V: 'ab' }]);
  });

  test('also where a column says a type that its own values do not fit', async () => {
    const column = {
      kind: 'number',
      name: 'N',
      type: 'NUMBER(3,1)',
      nullable: true,
      values: Float64Array.of(1, 0.25),
    } as const;

    await expect(snowflake.writeTable(new Table([column]), 'own_type')).rejects.toThrow(
      '0.25 in row 1 would be rounded',
    );
  });

  test.each(['GEOGRAPHY', 'VECTOR(FLOAT, 3)', 'MAP'])(
    'also values that a new table would hold as text: %s',
    async (type) => {
      const column = {
        kind: 'text',
        name: 'SHAPE',
        type,
        nullable: true,
        values: ['', '[1,2,3]'],
        nulls: Uint8Array.of(1, 0),
      } as const;

      await expect(snowflake.writeTable(new Table([column]), 'as_text')).rejects.toThrow(
        `column SHAPE is ${type}, but writeTable() loads no values of this type; convert them in the SELECT first, first in row 1.`,
      );
    },
  );

  test('fills a column with a default that the data do not have', async () => {
    await snowflake.sql`create table filled_in (a number(3,0), b varchar not null default 'x')`;

    await snowflake.writeTable(Table.fromRows([{ a: 1 }]), 'filled_in', { ifExists: 'append' });

    expect((await snowflake.sql`select * from filled_in`).toRows()).toEqual([{ A: 1, B: 'x' }]);
  });
});
