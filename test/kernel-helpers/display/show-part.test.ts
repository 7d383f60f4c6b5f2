import { describe, expect, test } from '@jest/globals';
import { show } from 'kernel-helpers/display/show';
import type { ShowOptions } from 'kernel-helpers/display/show-part';
import { messageOf } from 'kernel-helpers/errors';
import { Table } from 'kernel-helpers/table/columnar-table';
import { captureStdout } from '../../support/capture-stdout';
import { thrownBy } from '../../support/thrown-by';

const ROWS = Array.from({ length: 2_000 }, (_, row) => ({ ROW: row, CITY: `city ${row}`, PEOPLE: row * 10 }));
const TABLE = Table.fromRows(ROWS);

async function shown(value: unknown, options: ShowOptions): Promise<readonly string[]> {
  return (await captureStdout(() => show(value, options))).trimEnd().split('\n');
}

function refusal(value: unknown, options: ShowOptions): string {
  return messageOf(thrownBy(() => show(value, options)));
}

describe('show() with options', () => {
  test.each([
    ['a Table', TABLE],
    ['a DataFrame', TABLE.toDataFrame()],
    ['an array of objects', ROWS],
  ])('shows as many rows of %s as asked', async (_, value) => {
    const lines = await shown(value, { rows: 100 });

    expect(lines).toHaveLength(102);
    expect(lines[100]).toMatch(/^ *99 +city 99 +990$/);
    expect(lines[101]).toBe('2,000 rows × 3 columns, the first 100 shown');
  });

  test('shows no more rows than there are', async () => {
    expect((await shown(TABLE.slice(0, 30), { rows: 100 })).at(-1)).toBe('30 rows × 3 columns');
  });

  test('shows only the columns that are asked for, in any case and in their order', async () => {
    expect(await shown(TABLE, { rows: 1, columns: ['people', 'ROW'] })).toEqual([
      'PEOPLE  ROW',
      '     0    0',
      '2,000 rows × 2 columns, the first 1 shown',
    ]);
  });

  test('refuses everything that would have no effect, all of it at once', () => {
    // A cell is not strict, so its options may be anything.
    const wrong = { rows: 10_000, columns: 'CITY', row: 1 } as unknown as ShowOptions;

    const message = refusal(TABLE, wrong);

    expect(message).toContain('there is no option row. Did you mean rows?');
    expect(message).toContain('rows must be a whole number from 1 to 1,000');
    expect(message).toContain('columns must be a list of names');
  });

  test('names the nearest column of a misspelt one, and refuses a value without rows', () => {
    expect(refusal(TABLE, { columns: ['CITTY'] })).toContain('Did you mean CITY?');
    expect(refusal('a text', { rows: 5 })).toContain('only for values with rows');
  });
});
