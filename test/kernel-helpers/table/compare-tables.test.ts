import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { Table } from '../../../kernel-helpers/src/table/columnar-table';
import { compareTables } from '../../../kernel-helpers/src/table/compare-tables';
import { CalendarDate } from '../../../kernel-helpers/src/values/calendar-date';
import { Decimal } from '../../../kernel-helpers/src/values/decimal';
import { Timestamp } from '../../../kernel-helpers/src/values/timestamp';

const SENT = Table.fromRows([
  { CITY: 'Fresno', PEOPLE: 540_000.5 },
  { CITY: 'Eureka', PEOPLE: 26_000 },
  { CITY: null, PEOPLE: null },
]);

describe('comparing two tables', () => {
  test('takes rows in another order, and names in another case, for the same', () => {
    const read = Table.fromRows([
      { city: 'Eureka', people: 26_000 },
      { city: null, people: null },
      { city: 'Fresno', people: 540_000.5 },
    ]);

    expect(compareTables(SENT, read).same).toBe(true);
  });

  test('names the column whose values differ', () => {
    const read = Table.fromRows([...SENT.toRows().slice(0, 2), { CITY: null, PEOPLE: 1 }]);

    const comparison = compareTables(SENT, read);

    expect(comparison.same).toBe(false);
    expect(comparison.columns.filter((column) => !column.same)).toMatchObject([
      { column: 'PEOPLE', sentValues: 2, readValues: 3 },
    ]);
  });

  test('compares a column with the one of exactly its name first', () => {
    const both = Table.fromRows([{ a: 1, A: 2 }]);

    expect(compareTables(both, Table.fromRows([{ A: 2, a: 1 }])).same).toBe(true);
    expect(compareTables(both, Table.fromRows([{ A: 2 }])).columns).toMatchObject([
      { column: 'a', same: false, difference: 'not read' },
      { column: 'A', same: true },
    ]);
  });

  test('sees a row that is missing and a column that is missing', () => {
    expect(compareTables(SENT, SENT.slice(0, 2))).toMatchObject({ same: false, sentRows: 3, readRows: 2 });
    expect(compareTables(SENT, SENT.without('PEOPLE')).same).toBe(false);
  });

  const at = (text: string) => Timestamp.from(text);
  const inZone = (text: string, zone: string) => new Timestamp(Timestamp.from(text), zone);

  // Each pair has the same number of values, and of the numbers the same sum.
  test.each([
    ['far years', [at('9999-12-31T23:59:59')], [at('1816-03-30T05:56:07')], 'sent timestamp 9999-12-31T23:59:59'],
    ['nanoseconds', [at('2024-01-01T00:00:00.000000001')], [at('2024-01-01T00:00:00')], '.000000001'],
    ['offsets', [at('2024-01-01T02:00:00+02:00')], [at('2024-01-01T00:00:00+00:00')], '+02:00'],
    ['a clock and an instant', [at('2024-01-01T00:00:00')], [inZone('2024-01-01T00:00:00Z', 'UTC')], '(instant)'],
    ['instants', [new Date(1)], [new Date(2)], '00.001'],
    ['days', [CalendarDate.from('2024-01-01')], [CalendarDate.from('2024-01-02')], 'sent date 2024-01-01'],
    ['a day and a time', [CalendarDate.from('2024-01-01')], [at('2024-01-01T00:00:00')], 'date 2024-01-01'],
    ['times', ['12:34:56'], ['12:34:57'], 'sent 12:34:56, read 12:34:57'],
    ['texts', ['Fresno', 'Eureka'], ['Fresno', 'Fresno'], 'sent Eureka, read Fresno'],
    ['upper and lower case', ['a'], ['A'], 'sent a, read A'],
    ['booleans', [true, false], [true, true], 'sent boolean false, read boolean true'],
    ['a boolean and a number', [true], [1], 'sent boolean true, read 1'],
    ['numbers of one sum', [1, 3], [2, 2], 'sent 1, read 2'],
    ['numbers of 15 digits', [999_999_999_999_999, 1], [999_999_999_999_998, 2], 'read 2'],
    ['whole numbers of 64 bits', [2n ** 60n], [2n ** 60n + 1n], 'sent 1152921504606846976, read 1152921504606846977'],
    ['decimals', [Decimal.from('12345678901234567890123.45')], [Decimal.from('12345678901234567890123.46')], '.45'],
    ['a decimal and its double', [Decimal.from('12345678901234567890123.45')], [1.2345678901234568e22], '.45'],
    ['infinities', [Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY], 'read -Infinity'],
  ] as const)('tells %s apart', (_, sent, read, difference) => {
    const comparison = compareTables(columnOf(sent), columnOf(read));

    expect(comparison.same).toBe(false);
    expect(comparison.columns[0]?.difference).toContain(difference);
    expect(inspect(comparison)).toContain(difference);
  });

  test.each([
    [
      'decimals of another scale',
      [Decimal.from('12345678901234567890123.4'), 1],
      [Decimal.from('12345678901234567890123.400'), 1],
    ],
    ['a FLOAT of 17 digits as JSON carries it', [0.1 + 0.2, 1 / 3], [0.3, 0.333_333_333_333_333]],
    ['an instant in another zone', [new Date(1)], [inZone('1970-01-01T00:00:00.001Z', 'Europe/Madrid')]],
    ['an infinity', [Number.POSITIVE_INFINITY], [Number.POSITIVE_INFINITY]],
    ['whole numbers as numbers and bigints', [5], [5n]],
    ['nothing but missing values', [null, 1], [1, null]],
  ] as const)('finds %s the same', (_, sent, read) => {
    expect(compareTables(columnOf(sent), columnOf(read))).toMatchObject({ same: true });
  });

  test('finds a DataFrame the same as the table it was made from', () => {
    const table = Table.fromRows([
      {
        DAY: CalendarDate.from('9999-12-31'),
        AT: at('0001-01-01T00:00:00'),
        TZ: at('2024-01-01T02:00:00+02:00'),
        LONG: 2n ** 70n,
      },
    ]);

    expect(compareTables(table.toDataFrame(), table).same).toBe(true);
  });

  test('compares "a" with "a" where there is an "A" too', () => {
    const table = Table.fromRows([{ a: 1, A: 2 }]);

    expect(compareTables(table, table.select('A', 'a')).same).toBe(true);
  });
});

const columnOf = (values: readonly unknown[]) => Table.fromRows(values.map((A) => ({ A })));
