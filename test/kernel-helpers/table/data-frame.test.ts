import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { concat } from 'danfojs-node';
import { JUPYTER_DISPLAY } from '../../../kernel-helpers/src/render/self-display';
import { Table } from '../../../kernel-helpers/src/table/columnar-table';
import { createDataFrame } from '../../../kernel-helpers/src/table/danfo';
import { type DataFrame, isDataFrame } from '../../../kernel-helpers/src/table/data-frame';

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

  test("is not changed by danfo's concat, which makes another one", () => {
    const frame = table.select('CITY', 'PEOPLE').toDataFrame();
    const twice = concat({ dfList: [frame, frame] as never, axis: 0 });

    expect(twice.shape).toEqual([6, 2]);
    expect(frame.shape).toEqual([3, 2]);
    expect(Table.fromDataFrame(frame).rowCount).toBe(3);
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

  test('carries its origin into series, groups and what any method makes', () => {
    const frame = createDataFrame(
      [
        { name: 'A', type: 'float32', values: [3, 1, 2] },
        { name: 'K', type: 'string', values: ['x', 'y', 'x'] },
      ],
      'synthetic stand-in',
    );
    const all = danfoOf(frame);

    for (const made of [
      frame.column('A'),
      frame.column('A').gt(1),
      all.A,
      all.dropNa(),
      all.T,
      frame.groupby(['K']).col(['A']).mean(),
    ]) {
      expect(made).toHaveProperty('origin', 'synthetic stand-in');
    }
    frame.addColumn('B', [1, 2, 3], { inplace: true });
    expect(frame.head(1).origin).toBe('synthetic stand-in');
  });
});

/** The object itself has all of danfo's members, and takes assignments. */
// biome-ignore lint/suspicious/noExplicitAny: danfo's own types are what a cell sees of it.
const danfoOf = (frame: unknown) => frame as any;

describe('an assignment to a danfo DataFrame', () => {
  const makeFrame = () =>
    createDataFrame([
      { name: 'MEDINC', type: 'float32', values: [9, 1, 2] },
      { name: 'CITY', type: 'string', values: ['x', 'y', 'z'] },
    ]);

  test.each([
    ['a Series', (frame: DataFrame) => frame.column('MEDINC').gt(8), [true, false, false], 'boolean'],
    ['an array', () => [1.5, 2, 3], [1.5, 2, 3], 'float32'],
    ['a typed array', () => Float64Array.of(1.5, 2, 3), [1.5, 2, 3], 'float32'],
    ['text', () => ['a', 'b', 'c'], ['a', 'b', 'c'], 'string'],
  ])('of %s to a new name adds a column', (_, make, values, type) => {
    const frame = makeFrame();

    danfoOf(frame).RICH = make(frame);

    expect(frame.columns).toEqual(['MEDINC', 'CITY', 'RICH']);
    expect(frame.dtypes).toEqual(['float32', 'string', type]);
    expect(frame.column('RICH').values).toEqual(values);
    expect(danfoOf(frame).RICH.values).toEqual(values);
    expect(frame.values.map((row) => row[2])).toEqual(values);
    expect(
      Table.fromDataFrame(frame)
        .toRows()
        .map((row) => row.RICH),
    ).toEqual(values);
    expect(inspect(frame)).toContain('RICH');
  });

  test.each([
    ['a Series', (frame: DataFrame) => frame.column('MEDINC').mul(2)],
    ['an array', () => [18, 2, 4]],
  ])('of %s to a column replaces its values, and no other frame changes', (_, make) => {
    const frame = makeFrame();
    const others = [frame.copy(), frame.head(3), frame.iloc({ rows: ['0:3'] })];

    danfoOf(frame).MEDINC = make(frame);

    expect(frame.column('MEDINC').values).toEqual([18, 2, 4]);
    expect(frame.values).toEqual([
      [18, 'x'],
      [2, 'y'],
      [4, 'z'],
    ]);
    for (const other of others) {
      expect(other.values).toEqual(makeFrame().values);
      expect(other.column('MEDINC').values).toEqual([9, 1, 2]);
    }
  });

  test.each([
    [
      'a column of another length',
      (all) => {
        all.RICH = [1, 2];
      },
      'Column RICH takes 3 values, one for each row, but gets 2.',
    ],
    [
      'one value',
      (all) => {
        all.RICH = 1;
      },
      'Column RICH takes a Series or an array',
    ],
    [
      'a known column of another length',
      (all) => {
        all.CITY = ['a'];
      },
      'Column CITY takes 3 values, one for each row, but gets 1.',
    ],
    [
      'the columns',
      (all) => {
        all.columns = ['a', 'b'];
      },
      "columns is part of danfo's DataFrame and cannot be assigned. Rename columns with frame.rename",
    ],
    [
      'the values',
      (all) => {
        all.values = [];
      },
      "Assign a whole column: frame['NAME']",
    ],
    [
      'the index',
      (all) => {
        all.index = [];
      },
      'Use frame.setIndex',
    ],
    [
      'a method',
      (all) => {
        all.head = [1, 2, 3];
      },
      "head is part of danfo's DataFrame and cannot be assigned. For a column of that name use frame.addColumn('head', values).",
    ],
    [
      'a name of a Series',
      (all) => {
        all.MEDINC.name = 'x';
      },
      'A danfo Series takes no assignment to name.',
    ],
    [
      'a value of a Series',
      (all) => {
        all.MEDINC[0] = 1;
      },
      'A danfo Series takes no assignment to 0.',
    ],
    [
      'a value in place',
      (all) => {
        all.values[0][0] = 1;
      },
      'Cannot assign to read only property',
    ],
    [
      'a value of a column in place',
      (all) => {
        all.MEDINC.values[0] = 1;
      },
      'Cannot assign to read only property',
    ],
    [
      'nothing, by delete',
      (all) => {
        delete all.MEDINC;
      },
      'Cannot delete property',
    ],
    [
      'a column again, by addColumn',
      (all) => {
        all.addColumn('CITY', ['a', 'b', 'c']);
      },
      "The frame has a column CITY already. Assign it: frame['CITY'] = values",
    ],
    // biome-ignore lint/suspicious/noExplicitAny: danfo's own types are what a cell sees of it.
  ] as readonly (readonly [string, (all: any) => void, string])[])(
    'of %s is refused with a message',
    (_, assign, message) => {
      const frame = makeFrame();

      expect(() => assign(frame)).toThrow(message);
      expect(frame.values).toEqual(makeFrame().values);
      expect(frame.columns).toEqual(['MEDINC', 'CITY']);
    },
  );

  test('of a column with the name of a method leaves the method, and column() gives the column', () => {
    const frame = createDataFrame([{ name: 'head', type: 'float32', values: [1, 2, 3] }]);

    expect(frame.head(1).values).toEqual([[1]]);
    expect(frame.column('head').values).toEqual([1, 2, 3]);
    expect(inspect(frame.describe())).toContain('head');
  });
});
