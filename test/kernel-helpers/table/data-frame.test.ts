import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { JUPYTER_DISPLAY } from '../../../kernel-helpers/src/cell/kernel-bridge';
import { Table } from '../../../kernel-helpers/src/table/columnar-table';
import { createDataFrame } from '../../../kernel-helpers/src/table/danfo';
import { isDataFrame } from '../../../kernel-helpers/src/table/frame-origin';

describe('a danfo DataFrame', () => {
  const table = Table.fromRows([
    { CITY: 'Fresno', PEOPLE: 540_000, COUNT: 3n, DAY: new Date('2024-02-29'), COAST: false },
    { CITY: null, PEOPLE: null, COUNT: 2n ** 60n, DAY: null, COAST: null },
    { CITY: 'Eureka', PEOPLE: 26_000.5, COUNT: null, DAY: new Date('1970-01-01'), COAST: true },
  ]);

  test('has the values of the table it was made from; null is NaN in number columns', () => {
    const frame = table.toDataFrame();

    expect(isDataFrame(frame)).toBe(true);
    expect(frame.shape).toEqual([3, 5]);
    expect(frame.columns).toEqual(['CITY', 'PEOPLE', 'COUNT', 'DAY', 'COAST']);
    expect(frame.values).toEqual([
      ['Fresno', 540_000, '3', '2024-02-29', false],
      [null, Number.NaN, '1152921504606846976', null, null],
      ['Eureka', 26_000.5, null, '1970-01-01', true],
    ]);
  });

  test('becomes a table again', () => {
    const back = Table.fromDataFrame(table.select('CITY', 'PEOPLE', 'COAST').toDataFrame());

    expect(back.toRows()).toEqual(table.select('CITY', 'PEOPLE', 'COAST').toRows());
  });

  test('is typed by its values, not by what danfo guesses from the first rows', () => {
    const values = [...Array.from({ length: 50 }, (_, row) => row), 0.5];
    const whole = createDataFrame([{ name: 'A', type: 'int32', values: values.slice(0, 50) }]);
    const mixed = createDataFrame([{ name: 'A', type: 'int32', values }]);

    expect(Table.fromDataFrame(whole).column('A').type).toBe('NUMBER(10,0)');
    expect(Table.fromDataFrame(mixed).column('A').type).toBe('FLOAT');
    expect([...Table.fromDataFrame(mixed).column('A').values]).toEqual(values);
  });

  test('shows its rows as a table, also what is made from it', () => {
    const frame = createDataFrame([{ name: '<b>', type: 'float32', values: [3, 1, 2] }]);

    expect(inspect(frame)).toMatch(/^<b>\n +3\n +1\n +2\n3 rows × 1 column$/);
    expect(inspect(frame.describe())).toMatch(/count +3/);
    expect(inspect(frame.column('<b>'))).toMatch(/3 rows × 1 column/);
    const shown = frame.head(1) as unknown as Record<symbol, () => Record<string, unknown>>;
    expect(shown[JUPYTER_DISPLAY]()['text/html']).toContain('&lt;b&gt;');
  });

  test('carries its origin into what is made from it', () => {
    const frame = createDataFrame([{ name: 'A', type: 'float32', values: [3, 1, 2] }], 'synthetic stand-in');

    const derived = [
      frame.head(2),
      frame.tail(1),
      frame.describe(),
      frame.query(frame.column('A').gt(1)),
      frame.sortValues('A'),
      frame.loc({ columns: ['A'] }),
      frame.iloc({ rows: ['0:2'] }),
      frame.copy(),
      frame.addColumn('B', [1, 2, 3]),
      frame.rename({ A: 'C' }),
      frame.head(2).head(1),
    ];

    expect(derived.map((part) => part.origin)).toEqual(derived.map(() => 'synthetic stand-in'));
    expect(frame.query(frame.column('A').gt(1)).values).toEqual([[3], [2]]);
    expect(Table.fromDataFrame(frame).origin).toBe('synthetic stand-in');
  });
});
