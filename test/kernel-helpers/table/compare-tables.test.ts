import { describe, expect, test } from '@jest/globals';
import { Table } from '../../../kernel-helpers/src/table/columnar-table';
import { compareTables } from '../../../kernel-helpers/src/table/compare-tables';

const SENT = Table.fromRows([
  { CITY: 'Fresno', PEOPLE: 540_000.5 },
  { CITY: 'Eureka', PEOPLE: 26_000 },
  { CITY: null, PEOPLE: null },
]);

describe('comparing two tables', () => {
  test('finds the same rows in another order and spelling of the names the same', () => {
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

  test('sees a row that is missing and a column that is missing', () => {
    expect(compareTables(SENT, SENT.slice(0, 2))).toMatchObject({ same: false, sentRows: 3, readRows: 2 });
    expect(compareTables(SENT, SENT.without('PEOPLE')).same).toBe(false);
  });
});
