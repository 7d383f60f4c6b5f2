import { describe, expect, test } from '@jest/globals';
import { Table } from 'kernel-helpers/table/columnar-table';
import type { Column } from 'kernel-helpers/table/table';
import { CalendarDate } from 'kernel-helpers/values/calendar-date';
import { copiedCsv } from 'kernel-helpers/widgets/explore/copied-csv';
import type { Look } from 'kernel-helpers/widgets/explore/look';
import { lookAsCode } from 'kernel-helpers/widgets/explore/look-code';
import { lookAsSql } from 'kernel-helpers/widgets/explore/look-sql';

const TIME: Column = {
  name: 'at',
  kind: 'timestamp',
  type: 'TIMESTAMP_NTZ(9)',
  nullable: false,
  values: Float64Array.of(0, 86_400_000),
};
const COLUMNS = [
  ...Table.fromRows([
    { CITY: "O'Brien", MEDINC: 3.5, DAY: CalendarDate.from('2024-01-01'), NEW: true, 'a "b"': 'x' },
    { CITY: null, MEDINC: null, DAY: CalendarDate.from('2024-01-02'), NEW: false, 'a "b"': '' },
  ]).columns,
  TIME,
];

function look(part: Partial<Look>): Look {
  return { filters: [], search: '', ...part };
}

describe('what was chosen, as SQL', () => {
  test('is nothing for the whole table', () => {
    expect(lookAsSql(look({}), COLUMNS)).toBe('');
  });

  test('is a condition for each filter, with names in quotes and values as literals', () => {
    const filters = [
      { column: 0, chosen: ["O'Brien", 'back\\slash', null] },
      { column: 1, low: 0.5, high: 8 },
      { column: 2, low: 19_723, high: 19_724 },
      { column: 3, chosen: ['true'] },
      { column: 5, low: 0, high: 999 },
    ];

    expect(lookAsSql(look({ filters, sort: { column: 4, descending: true } }), COLUMNS).split('\n')).toEqual([
      `WHERE ("CITY" IN ('O''Brien', 'back\\\\slash') OR "CITY" IS NULL)`,
      `  AND "MEDINC" BETWEEN 0.5 AND 8`,
      `  AND "DAY" BETWEEN '2024-01-01'::DATE AND '2024-01-02'::DATE`,
      `  AND "NEW" IN (TRUE)`,
      `  AND "at" >= '1970-01-01T00:00:00'::TIMESTAMP_NTZ AND "at" < '1970-01-01T00:00:01'::TIMESTAMP_NTZ`,
      `ORDER BY "a ""b""" DESC NULLS LAST`,
    ]);
  });

  test('is a whole query where it is said from where', () => {
    expect(lookAsSql(look({ search: "O'" }), COLUMNS.slice(0, 2), 'houses').split('\n')).toEqual([
      'SELECT "CITY", "MEDINC"',
      'FROM houses',
      `WHERE CONTAINS(LOWER(TO_VARCHAR("CITY")), 'o''')`,
    ]);
  });

  test('has open ends where a range is open', () => {
    const filters = [
      { column: 1, low: -Number.MAX_VALUE, high: 8 },
      { column: 5, low: 0, high: Number.MAX_VALUE },
    ];

    expect(lookAsSql(look({ filters }), COLUMNS)).toBe(
      `WHERE "MEDINC" <= 8\n  AND "at" >= '1970-01-01T00:00:00'::TIMESTAMP_NTZ`,
    );
  });
});

describe('what was chosen, as code', () => {
  test('keeps the rows that it kept', () => {
    const filters = [
      { column: 0, chosen: ["O'Brien", null] },
      { column: 1, low: -1, high: 8 },
      { column: 2, low: 19_723, high: Number.MAX_VALUE },
      { column: 3, chosen: ['true'] },
      { column: 4, chosen: ['x'] },
      { column: 5, low: 0, high: 999 },
    ];

    const code = lookAsCode(look({ filters, search: 'BRI', sort: { column: 1, descending: true } }), COLUMNS);

    expect(code).toBe(
      `const kept = table.filter((row) => ${[
        "['O\\'Brien', null].includes(row.CITY)",
        'row.MEDINC !== null',
        'row.MEDINC >= -1',
        'row.MEDINC <= 8',
        "String(row.DAY) >= '2024-01-01'",
        'row.NEW === true',
        `row['a "b"'] === 'x'`,
        "row.at.milliseconds >= Date.parse('1970-01-01T00:00:00Z')",
        "row.at.milliseconds <= Date.parse('1970-01-01T00:00:00.999Z')",
        `[row.CITY, row['a "b"']].some((text) => text?.toLowerCase().includes('bri'))`,
      ].join(' && ')}).sortBy('MEDINC', { descending: true });`,
    );
  });

  test('is short where little was chosen', () => {
    const code = lookAsCode(look({ sort: { column: 0, descending: false } }), COLUMNS);

    expect(code).toBe("const kept = table.sortBy('CITY');");
  });
});

describe('copied rows', () => {
  test('are CSV with quotes where they are needed, in the order of the look', () => {
    const { text } = copiedCsv(COLUMNS, { count: 2, rows: Int32Array.of(1, 0) });

    expect(text.split('\n')).toEqual([
      'CITY,MEDINC,DAY,NEW,"a ""b""",at',
      ',,2024-01-02,false,"",1970-01-02T00:00:00',
      "O'Brien,3.5,2024-01-01,true,x,1970-01-01T00:00:00",
      '',
    ]);
  });

  test('are the selected ones, and no more than the limit', () => {
    const many = Table.fromRows(Array.from({ length: 60_000 }, (_, row) => ({ ROW: row, TWICE: 2 * row })));

    const part = copiedCsv(many.columns, { count: 60_000 }, { from: 1, to: 3, first: 1, last: 1 });
    const all = copiedCsv(many.columns, { count: 60_000 });

    expect(part).toEqual({ text: 'TWICE\n2\n4\n', rows: 2, of: 2 });
    expect({ rows: all.rows, of: all.of }).toEqual({ rows: 50_000, of: 60_000 });
  });
});
