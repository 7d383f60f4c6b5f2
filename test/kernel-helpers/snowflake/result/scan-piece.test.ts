import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { seededRandom } from 'kernel-helpers/dataset/seeded-random';
import { type ColumnPlan, planColumns } from 'kernel-helpers/snowflake/result/column-plan';
import { JoinedColumns } from 'kernel-helpers/snowflake/result/joined-columns';
import { emptyColumns } from 'kernel-helpers/snowflake/result/piece-column';
import { PieceScanner } from 'kernel-helpers/snowflake/result/scan-piece';
import { Table } from 'kernel-helpers/table/columnar-table';
import { columnTexts } from 'kernel-helpers/values/cells';
import { Decimal } from 'kernel-helpers/values/decimal';

function plan(wireType: string, scale: number | null = null, precision: number | null = null, timeZone?: string) {
  return planColumns([{ name: 'A', wireType, precision, scale, nullable: true }], timeZone)[0];
}

interface Window {
  readonly skip: number;
  readonly rows: number;
}

/** @param cut bytes that come at a time. */
async function scanAs(body: string, chunkRows: number, plans: readonly ColumnPlan[], window?: Window, cut = 1_000_000) {
  const bytes = Buffer.from(body);
  const parts = Array.from({ length: Math.ceil(bytes.length / cut) }, (_, part) =>
    bytes.subarray(part * cut, (part + 1) * cut),
  );
  const wanted = { chunkRows, skip: 0, rows: chunkRows, ...window };
  const room = emptyColumns(plans, wanted.rows);
  const joined = new JoinedColumns(room);
  const columns = await new PieceScanner(plans).decode(parts, wanted, room);
  joined.addInPlace({ columns, target: 0 });
  return joined.finish();
}

function scan(body: string, chunkRows: number, ...wireTypes: readonly string[]) {
  return scanAs(
    body,
    chunkRows,
    wireTypes.map((wireType) => plan(wireType)),
  );
}

describe('the row scanner', () => {
  test('reads every number to the double that Number() gives', async () => {
    const random = seededRandom(7);
    const texts = [
      '0',
      '-0',
      '0.0',
      '-0.000',
      '00012.5',
      '1e400',
      '-1e400',
      '5e-324',
      '1E+05',
      '9007199254740993',
      '0.1',
    ];
    for (let e = -40; e < 40; e += 1) texts.push(`9007199254740993e${e}`, `1e${e}`, `99999999999999999e${e}`);
    for (let round = 0; round < 20_000; round += 1) {
      const value = (random() - 0.5) * 10 ** (random() * 40 - 20);
      texts.push(
        String(value),
        value.toPrecision(17),
        value.toPrecision(15),
        value.toFixed(6),
        String(Math.round(value)),
      );
    }

    const [numbers] = await scan(texts.map((text) => `["${text}"]`).join(','), texts.length, 'real');

    const wrong = texts.filter((text, row) => !Object.is(numbers.values[row], Number(text)));
    expect(wrong).toEqual([]);
  });

  test('reads the words that Snowflake writes for NaN and infinity', async () => {
    const [numbers] = await scan('["NaN"],["inf"],["-inf"]', 3, 'real');

    expect([...numbers.values]).toEqual([Number.NaN, Infinity, -Infinity]);
    expect(numbers.nulls).toBeUndefined();
  });

  test('reads texts with every kind of escape as JSON.parse does', async () => {
    const random = seededRandom(11);
    const texts = [
      '',
      '"',
      '\\',
      '/',
      '\b\f\n\r\t',
      '\u0000',
      'é',
      '日本',
      '𝒳',
      '"'.repeat(99),
      '\\"',
      '[1,2],["3"]',
      'null',
      '\u2028',
    ];
    for (let round = 0; round < 5_000; round += 1) {
      const codes = Array.from({ length: Math.floor(random() * 20) }, () => Math.floor(random() * 0xd7ff));
      texts.push(String.fromCodePoint(...codes));
    }
    const asciiOnly = (text: string) =>
      JSON.stringify(text).replace(
        /[\u007f-\uffff]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );

    const [plain, escaped] = await scan(
      texts.map((text) => `[ ${JSON.stringify(text)},\n${asciiOnly(text)} ]`).join(',\n'),
      texts.length,
      'text',
      'text',
    );

    expect(plain.values).toEqual(texts);
    expect(escaped.values).toEqual(texts);
  });

  test('marks nulls, and only them', async () => {
    const [numbers, texts] = await scan('["1","a"],[null,null],["3","null"]', 3, 'real', 'text');

    expect(numbers.nulls).toEqual(Uint8Array.of(0, 1, 0));
    expect([...numbers.values]).toEqual([1, Number.NaN, 3]);
    expect(texts.nulls).toEqual(Uint8Array.of(0, 1, 0));
    expect(texts.values).toEqual(['a', '', 'null']);
  });

  test('reads dates, times, timestamps, booleans and large whole numbers', async () => {
    const [days, time, instant, zoned, flag] = await scan(
      '["-1","3661.500000000","-0.000000001","1.5 1440","1"],["19782","0","1700000000.123456789","0 0","false"]',
      2,
      'date',
      'time',
      'timestamp_ntz',
      'timestamp_tz',
      'boolean',
    );
    const [whole] = await scanAs('["-9223372036854775808"]', 1, [plan('fixed', 0, 38)]);

    expect([...days.values]).toEqual([-1, 19_782]);
    expect(time.values).toEqual(['01:01:01.5', '00:00:00']);
    expect([...instant.values]).toEqual([-1, 1_700_000_000_123]);
    expect(instant).toMatchObject({ nanoseconds: Int32Array.of(999_999, 456_789) });
    expect([...zoned.values]).toEqual([1500, 0]);
    expect(zoned).toMatchObject({ offsets: Int16Array.of(0, -1440) });
    expect([...flag.values]).toEqual([1, 0]);
    expect([...whole.values]).toEqual([-(2n ** 63n)]);
  });

  test.each([
    ['fixed', 10, 2, ['1.10', '-0.05'], 'number', [1.1, -0.05], ['1.10', '-0.05']],
    [
      'fixed',
      38,
      2,
      ['1.10', '123456789012345.25'],
      'number',
      [1.1, 123_456_789_012_345.25],
      ['1.10', '123456789012345.25'],
    ],
    [
      'fixed',
      38,
      2,
      ['12345678901234567890123.45', '1.10', '-99999999999999999.99'],
      'decimal',
      [Decimal.from('12345678901234567890123.45'), 1.1, Decimal.from('-99999999999999999.99')],
      ['12345678901234567890123.45', '1.10', '-99999999999999999.99'],
    ],
    [
      'fixed',
      38,
      37,
      ['0.1000000000000000000000000000000000001'],
      'decimal',
      [Decimal.from('0.1000000000000000000000000000000000001')],
      ['0.1000000000000000000000000000000000001'],
    ],
    ['fixed', 38, 20, ['123.40000000000000000000'], 'number', [123.4], ['123.40000000000000000000']],
    ['fixed', 38, 0, ['9007199254740993', '7'], 'bigint', [9_007_199_254_740_993n, 7], ['9007199254740993', '7']],
    ['fixed', 38, 0, ['9223372036854775808', '7'], 'decimal', [2n ** 63n, 7], ['9223372036854775808', '7']],
    [
      'fixed',
      38,
      0,
      ['-99999999999999999999999999999999999999'],
      'decimal',
      [-(10n ** 38n) + 1n],
      ['-99999999999999999999999999999999999999'],
    ],
    [
      'real',
      null,
      null,
      ['0.1', '1.2345678901234568e+22'],
      'number',
      [0.1, 1.234_567_890_123_456_8e22],
      ['0.1', '1.2345678901234568e+22'],
    ],
    ['decfloat', null, null, ['1.5', '1.25e30'], 'number', [1.5, 1.25e30], ['1.5', '1.25e+30']],
  ] as const)('keeps all digits of %s(%s,%s) %p', async (wireType, precision, scale, texts, kind, cells, shown) => {
    const body = `${texts.map((text) => `["${text}"]`).join(',')},[null]`;
    const rowCount = texts.length + 1;

    const table = new Table(await scanAs(body, rowCount, [plan(wireType, scale, precision)]));

    expect(table.column('A').kind).toBe(kind);
    expect(table.toRows().map((row) => row.A)).toEqual([...cells, null]);
    expect(Array.from({ length: rowCount }, (_, row) => columnTexts(table.column('A'))(row))).toEqual([...shown, null]);
  });

  test('says what to select when a DECFLOAT has more digits than a number', async () => {
    const digits = '1234567890.12345678901234567890';

    await expect(scan(`["${digits}"]`, 1, 'decfloat')).rejects.toThrow(
      `Column A holds ${digits}, more digits than a number can hold. Select it as \`A::varchar\` or \`A::float\`.`,
    );
  });

  // Wire forms: snowflake-sdk 3.3.0, dist/lib/connection/result/column.js (seconds.fraction, and for TZ minutes + 1440).
  test.each([
    ['timestamp_ntz', '253402300799.000000000', '9999-12-31T23:59:59'],
    ['timestamp_ntz', '253402300799.999999999', '9999-12-31T23:59:59.999999999'],
    ['timestamp_ntz', '-62135596800.000000000', '0001-01-01T00:00:00'],
    ['timestamp_ntz', '-62135596799.999999999', '0001-01-01T00:00:00.000000001'],
    ['timestamp_ntz', '-0.000000001', '1969-12-31T23:59:59.999999999'],
    ['timestamp_ntz', '-1.000000000', '1969-12-31T23:59:59'],
    ['timestamp_ntz', '1711852200', '2024-03-31T02:30:00'],
    ['timestamp_tz', '1711845000.000000000 1560', '2024-03-31T02:30:00+02:00'],
    ['timestamp_tz', '1711845000.500000000 960', '2024-03-30T16:30:00.5-08:00'],
    ['timestamp_tz', '253402300799.000000000 1440', '9999-12-31T23:59:59+00:00'],
    ['timestamp_tz', '1711845000.000000000 1770', '2024-03-31T06:00:00+05:30'],
    ['timestamp_ltz', '1711845000.123456789', '2024-03-30T17:30:00.123456789-07:00'],
    ['timestamp_ltz', '1700000000.000000000', '2023-11-14T14:13:20-08:00'],
    ['date', '2932896', '9999-12-31'],
    ['date', '-719162', '0001-01-01'],
    ['time', '86399.999999999', '23:59:59.999999999'],
  ] as const)('keeps the %s %s as %s', async (wireType, text, shown) => {
    const table = new Table(await scanAs(`["${text}"]`, 1, [plan(wireType, 9, 0, 'America/Los_Angeles')]));

    expect(String(table.toRows()[0]?.A)).toBe(shown);
    expect(inspect(table)).toContain(shown.replace('T', ' '));
    expect(table.toDataFrame().values).toEqual([[shown]]);
    expect(Table.fromRows(table.toRows()).toRows()).toEqual(table.toRows());
  });

  test.each(['', '-', '1.', '1.1234567891', '1 1440', 'x', '1700000000.5 ', '9999999999999'])(
    'refuses the timestamp "%s"',
    async (text) => {
      await expect(scan(`["${text}"]`, 1, 'timestamp_ntz')).rejects.toThrow("but Snowflake's result holds");
    },
  );

  test('writes a window of the rows and checks the form of the others', async () => {
    const [numbers] = await scanAs('["1"],["2"],["3"],["4"]', 4, [plan('real')], { skip: 1, rows: 2 });

    expect([...numbers.values]).toEqual([2, 3]);
  });

  test.each([1, 2, 3, 5, 7, 64])('reads bytes that come %i at a time', async (cut) => {
    const body = '["1.25","a\\"\\u00e9"],[null,null],\n["-17","𝒳"] , ["1e3",""]';

    const [numbers, texts] = await scanAs(body, 4, [plan('real'), plan('text')], undefined, cut);

    expect([...numbers.values]).toEqual([1.25, Number.NaN, -17, 1000]);
    expect(texts.values).toEqual(['a"é', '', '𝒳', '']);
    expect(texts.nulls).toEqual(Uint8Array.of(0, 1, 0, 0));
  });

  test('reads a row that is longer than the scanner expects', async () => {
    const long = 'x'.repeat(3_000_000);

    const [texts] = await scanAs(`["a"],["${long}"],["b"]`, 3, [plan('text')], undefined, 100_000);

    expect([...texts.values].map((text) => String(text).length)).toEqual([1, 3_000_000, 1]);
  });

  test('reads ten thousand columns, and as many unusual numbers in a row', async () => {
    const words = Array.from({ length: 10_000 }, (_, index) => (index % 2 === 0 ? 'inf' : 'NaN'));
    const row = JSON.stringify(words);

    const columns = await scanAs(
      `${row},${row},${row}`,
      3,
      words.map(() => plan('real')),
    );

    expect(columns).toHaveLength(10_000);
    expect([...columns[0].values, ...columns[9_999].values]).toEqual([Infinity, Infinity, Infinity, NaN, NaN, NaN]);
  });

  test.each([
    ['an unclosed text', '["1'],
    ['an unclosed row', '["1"'],
    ['a missing cell', '["1","2"],["3"]'],
    ['a cell too many', '["1","2","3"],["4","5"]'],
    ['a bare number', '[1,"2"],["3","4"]'],
    ['a word that begins like null', '[nothing,"2"],["3","4"]'],
    ['a missing comma', '["1","2"]["3","4"]'],
    ['fewer rows than announced', '["1","2"]'],
    ['more rows than announced', '["1","2"],["3","4"],["5","6"]'],
    ['bytes after the last row', '["1","2"],["3","4"]x'],
    ['an unknown escape', '["1","\\x"],["3","4"]'],
    ['a half escape', '["1","\\u12"],["3","4"]'],
    ['a text where a number belongs', '["one","2"],["3","4"]'],
    ['a number with a stray sign', '["1-","2"],["3","4"]'],
    ['an empty number', '["","2"],["3","4"]'],
    ['a lone point', '[".","2"],["3","4"]'],
    ['nothing', ''],
  ])('refuses %s', async (_, body) => {
    await expect(scan(body, 2, 'real', 'text')).rejects.toThrow(/damaged|holds/);
  });
});
