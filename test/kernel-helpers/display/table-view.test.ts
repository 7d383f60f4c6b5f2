import { describe, expect, test } from '@jest/globals';
import { bundleOf } from 'kernel-helpers/display/bundle';
import { MIME } from 'kernel-helpers/mime';
import { tableHtml, tableText } from 'kernel-helpers/render/table-view';
import { asTabular, type Tabular } from 'kernel-helpers/render/tabular';
import { Table } from 'kernel-helpers/table/columnar-table';
import { expectGolden } from '../../support/golden';

function tabular(value: unknown): Tabular {
  const table = asTabular(value);
  if (table === undefined) throw new Error('not a table');
  return table;
}

const HOSTILE = [
  { '<script>alert(1)</script>': '<script>alert(2)</script>', 'a & b': '"quoted" <b>bold</b>' },
  { '<script>alert(1)</script>': "it's", 'a & b': null },
];

describe('a table', () => {
  test('escapes names and values, scripts among them', () => {
    const html = tableHtml(tabular(HOSTILE)).text;

    expect(html).not.toContain('<script>');
    expect(html).not.toContain('<b>bold');
    expectGolden('display/hostile-table.html', html);
  });

  test('lines up numbers to the right and text to the left', () => {
    const rows = [
      { city: 'Fresno', people: 542_107, share: 0.013_712_34 },
      { city: 'Eureka', people: 26_512, share: null },
    ];

    expectGolden('display/aligned-table.txt', tableText(tabular(rows)));
  });

  test('shows ten rows of a long table and says how many there are', () => {
    const columns = { row: Float64Array.from({ length: 20_640 }, (_, row) => row) };
    const text = tableText(tabular(columns));

    expect(text.split('\n')).toHaveLength(12);
    expect(text).toContain('20,640 rows × 1 column, the first 10 shown. For more: show(table, { rows: 100 })');
  });

  test('tells a missing value from the text that names it', () => {
    const html = tableHtml(tabular([{ city: 'null' }, { city: null }])).text;

    expect(html).toContain('<td style="text-align:left">null</td>');
    expect(html).toContain('<td style="text-align:left"><i style="opacity:0.7">null</i></td>');
  });

  test('shows no more than twenty columns', () => {
    const row = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`c${index}`, index]));

    expect(tableText(tabular([row]))).toContain('the first 20 columns shown');
  });

  test('keeps the labels of rows that have names, as describe() gives them', () => {
    const frame = Table.fromRows([{ MEDINC: 20_640 }, { MEDINC: 3.870671002906977 }])
      .toDataFrame()
      .describe();

    expect(tableText(tabular(frame.head(2)))).toBe('        MEDINC\ncount        2\nmean   10321.9\n2 rows × 1 column');
  });

  test('says that data are a stand-in', () => {
    const origin = 'synthetic stand-in: California Housing could not be found';
    const frame = new Table(Table.fromRows([{ MEDINC: 1 }]).columns, { origin }).toDataFrame();

    expect(tableText(tabular(frame))).toMatch(/1 row × 1 column, synthetic stand-in$/);
    expect(bundleOf(frame)[MIME.html]).toContain('synthetic stand-in');
  });

  test('cuts long text between characters, never in the middle of an emoji', () => {
    const text = tableText(tabular([{ note: `${'x'.repeat(78)}🚀 and more` }]));

    expect(text.split('\n')[1]).toBe(`${'x'.repeat(78)}…`);
  });

  test('shows that a date is invalid', () => {
    expect(tableText(tabular([{ at: new Date(Number.NaN) }]))).toContain('Invalid Date');
  });

  test('reads every kind of column of a Table', () => {
    const table = {
      rowCount: 2,
      columns: [
        {
          kind: 'number',
          name: 'N',
          type: 'FLOAT',
          nullable: true,
          values: Float64Array.of(1.5, Number.NaN),
          nulls: Uint8Array.of(0, 1),
        },
        {
          kind: 'bigint',
          name: 'B',
          type: 'NUMBER(38,0)',
          nullable: false,
          values: BigInt64Array.of(9007199254740993n, -1n),
        },
        { kind: 'boolean', name: 'T', type: 'BOOLEAN', nullable: false, values: Uint8Array.of(1, 0) },
        { kind: 'text', name: 'V', type: 'VARCHAR', nullable: false, values: ['a', 'b'] },
        { kind: 'date', name: 'D', type: 'DATE', nullable: false, values: Int32Array.of(0, 20_000) },
        {
          kind: 'timestamp',
          name: 'S',
          type: 'TIMESTAMP_NTZ',
          nullable: false,
          values: Float64Array.of(0, 253_402_300_799_000),
          nanoseconds: Int32Array.of(1, 0),
        },
        {
          kind: 'timestamp',
          name: 'Z',
          type: 'TIMESTAMP_TZ',
          nullable: false,
          values: Float64Array.of(0, 1500),
          offsets: Int16Array.of(120, -330),
        },
        {
          kind: 'number',
          name: 'P',
          type: 'NUMBER(10,2)',
          nullable: false,
          values: Float64Array.of(1.1, 20),
          scale: 2,
        },
        {
          kind: 'decimal',
          name: 'L',
          type: 'NUMBER(38,2)',
          nullable: false,
          values: [1_234_567_890_123_456_789_012_345n, 110n],
          scale: 2,
        },
      ],
    };

    expectGolden('display/all-kinds.txt', tableText(tabular(table)));
  });
});

describe('a value that is not a table', () => {
  test.each([[[1, 2, 3]], [[]], [{}], ['text'], [null], [new Date(0)]])('%p is not read as a table', (value) => {
    expect(asTabular(value)).toBeUndefined();
  });

  test('is shown as text', () => {
    expect(bundleOf('a text')).toEqual({ 'text/plain': 'a text' });
    expect(bundleOf(new Map([['a', 1]]))).toEqual({ 'text/plain': "Map(1) { 'a' => 1 }" });
  });
});
