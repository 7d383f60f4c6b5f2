import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { JUPYTER_DISPLAY } from '../../../kernel-helpers/src/render/self-display';
import { Table } from '../../../kernel-helpers/src/table/columnar-table';
import type { Column } from '../../../kernel-helpers/src/table/table';
import { CalendarDate } from '../../../kernel-helpers/src/values/calendar-date';
import { Decimal } from '../../../kernel-helpers/src/values/decimal';
import { Timestamp } from '../../../kernel-helpers/src/values/timestamp';

const PEOPLE = [
  {
    NAME: 'Ada',
    BORN: new Date('1815-12-10'),
    SEEN: new Date('1852-11-27T10:20:30.456Z'),
    HEIGHT: 1.65,
    RICH: false,
    ATOMS: 7_000_000_000_000_000_000n,
  },
  { NAME: 'Bo', BORN: null, SEEN: null, HEIGHT: null, RICH: null, ATOMS: null },
  {
    NAME: '𝒳 <b>',
    BORN: new Date('2024-02-29'),
    SEEN: new Date('1969-12-31T23:59:59.999Z'),
    HEIGHT: 2,
    RICH: true,
    ATOMS: -1n,
  },
];

describe('a table', () => {
  test('keeps the rows it was made from', () => {
    const rows = Table.fromRows(PEOPLE).toRows();

    expect(rows).toEqual([
      {
        NAME: 'Ada',
        BORN: CalendarDate.from('1815-12-10'),
        SEEN: new Timestamp({ ...Timestamp.from('1852-11-27T10:20:30.456Z') }, 'UTC'),
        HEIGHT: 1.65,
        RICH: false,
        ATOMS: 7_000_000_000_000_000_000n,
      },
      PEOPLE[1],
      {
        NAME: '𝒳 <b>',
        BORN: CalendarDate.from('2024-02-29'),
        SEEN: new Timestamp({ ...Timestamp.from('1969-12-31T23:59:59.999Z') }, 'UTC'),
        HEIGHT: 2,
        RICH: true,
        ATOMS: -1,
      },
    ]);
  });

  test('types its columns by their values', () => {
    const types = Table.fromRows(PEOPLE).columns.map(({ name, kind, type }) => [name, kind, type]);

    expect(types).toEqual([
      ['NAME', 'text', 'VARCHAR'],
      ['BORN', 'date', 'DATE'],
      ['SEEN', 'timestamp', 'TIMESTAMP_LTZ(9)'],
      ['HEIGHT', 'number', 'FLOAT'],
      ['RICH', 'boolean', 'BOOLEAN'],
      ['ATOMS', 'bigint', 'NUMBER(19,0)'],
    ]);
  });

  test.each([
    [[Timestamp.from('2024-03-31T02:30:00'), null], 'TIMESTAMP_NTZ(9)'],
    [[Timestamp.from('2024-03-31T02:30:00.000000001+02:00')], 'TIMESTAMP_TZ(9)'],
    [[new Timestamp({ milliseconds: -1, nanoseconds: 1, offsetMinutes: 0 }, 'UTC')], 'TIMESTAMP_LTZ(9)'],
    [[CalendarDate.from('0001-01-01'), CalendarDate.from('9999-12-31')], 'DATE'],
    [[Decimal.from('12345678901234567890123.45'), 1.5, null], 'NUMBER(38,2)'],
    [[1, Decimal.from('0.12345678901234567890')], 'NUMBER(38,20)'],
    [[2n ** 100n, 5], 'NUMBER(38,0)'],
  ] as const)('gives back %p with its type', (cells, type) => {
    const table = Table.fromRows(cells.map((A) => ({ A })));

    expect(table.column('A').type).toBe(type);
    expect(table.toRows().map((row) => row.A)).toEqual(cells);
    expect(Table.fromRows(table.toRows()).column('A')).toEqual(table.column('A'));
  });

  test.each(['0000-02-29', '9999-12-31', '+010000-01-01', '-000001-12-31'])(
    'reads the date that it writes: %s',
    (day) => {
      expect(String(CalendarDate.from(day))).toBe(day);
      expect(String(Timestamp.from(`${day}T23:59:59.5+02:00`))).toBe(`${day}T23:59:59.5+02:00`);
    },
  );

  test('refuses to compute with values that a number cannot hold', () => {
    const [row] = Table.fromRows([{ A: Decimal.from('12345678901234567890123.45') }]).toRows();

    expect(() => Number(row.A) + 1).toThrow('12345678901234567890123.45 has more digits than a number holds.');
    expect(JSON.stringify(row)).toBe('{"A":"12345678901234567890123.45"}');
    expect(() => Timestamp.from('2024-03-31T02:30:00').toDate()).toThrow('has no time zone, so it is not an instant');
  });

  test.each([
    ['2024-02-30', 'is not a date'],
    ['2024-02-29T00:00:00', 'is not a date'],
  ])('refuses the day %s', (text, message) => {
    expect(() => CalendarDate.from(text)).toThrow(message);
  });

  test('finds a column by its name, in lower case too, and names the nearest one', () => {
    const table = Table.fromRows(PEOPLE);

    expect(table.column('height').values).toEqual(Float64Array.of(1.65, Number.NaN, 2));
    expect(() => table.column('HIEGHT')).toThrow('The table has no column HIEGHT. Did you mean HEIGHT?');
    expect(() => table.column('banana')).toThrow('It has NAME, BORN, SEEN, HEIGHT, RICH, ATOMS.');
  });

  test('slices without copying numbers, and never beyond its rows', () => {
    const table = Table.fromRows(PEOPLE);
    const slice = table.slice(1, 99);

    expect(slice.toRows()).toEqual(table.toRows().slice(1));
    expect((slice.column('HEIGHT').values as Float64Array).buffer).toBe(
      (table.column('HEIGHT').values as Float64Array).buffer,
    );
    expect(table.slice(3).rowCount).toBe(0);
  });

  test('picks and leaves out columns', () => {
    const table = Table.fromRows(PEOPLE);

    expect(table.select('RICH', 'name').columnNames).toEqual(['RICH', 'NAME']);
    expect(table.without('RICH', 'ATOMS', 'SEEN').columnNames).toEqual(['NAME', 'BORN', 'HEIGHT']);
  });

  test('shows a few rows, escaped, with the same text beside it', () => {
    const many = Table.fromRows(Array.from({ length: 500 }, (_, row) => ({ '<script>': `<i>${row}` })));
    const shown = many[JUPYTER_DISPLAY]();
    const html = String(shown['text/html']);

    expect(html.match(/<tr>/g)?.length).toBeLessThanOrEqual(21);
    expect(html).toContain('&lt;script&gt;');
    expect(html).toContain('&lt;i&gt;0');
    expect(html).not.toMatch(/<script>|<i>/);
    expect(html).toContain('500 rows');
    expect(inspect(many)).toBe(shown['text/plain']);
  });

  test('says on every part of made-up rows that they are made up', () => {
    const table = new Table(Table.fromRows(PEOPLE).columns, { origin: 'synthetic stand-in' });

    for (const part of [
      table,
      table.slice(1),
      table.without('RICH'),
      table.select('NAME'),
      Table.fromDataFrame(table.toDataFrame()),
    ]) {
      expect(inspect(part)).toContain('synthetic stand-in');
    }
  });

  test('refuses columns that do not belong together', () => {
    const column = (name: string, length: number): Column => ({
      name,
      kind: 'number',
      type: 'FLOAT',
      nullable: false,
      values: new Float64Array(length),
    });

    expect(() => new Table([column('A', 1), column('A', 1)])).toThrow('Two columns are named A');
    expect(() => new Table([column('A', 1), column('B', 2)])).toThrow('Column B has 2 rows where the table has 1');
  });

  test.each([
    [[{ A: 1 }, { B: 2 }], 'Row 1 has the keys B, but the first row has A.'],
    [[{ A: 1 }, { A: 'x' }], 'Column A mixes number and text, first in row 1'],
    [[{ A: { b: 1 } }], 'Column A, row 0 holds an object'],
    [[{ A: 1n }, { A: 0.5 }], 'Column A mixes bigints with number 0.5'],
    [[{ A: new Date('nonsense') }], 'Column A holds an invalid Date'],
    [
      [{ A: Timestamp.from('2024-01-01T00:00:00') }, { A: new Date(1) }],
      'Column A mixes TIMESTAMP_NTZ and Date, first in row 1',
    ],
    [[{ A: 10n ** 38n }], 'Column A needs more than the 38 digits of a NUMBER'],
  ])('refuses rows %p', (rows, message) => {
    expect(() => Table.fromRows(rows as readonly Record<string, unknown>[])).toThrow(message);
  });
});
