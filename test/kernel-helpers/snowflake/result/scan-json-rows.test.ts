import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../../kernel-helpers/src/dataset/seeded-random';
import { buildColumn } from '../../../../kernel-helpers/src/snowflake/result/column-builder';
import { planColumns } from '../../../../kernel-helpers/src/snowflake/result/column-plan';
import { scanJsonRows } from '../../../../kernel-helpers/src/snowflake/result/scan-json-rows';

function column(wireType: string, rowCount: number, scale: number | null = null, precision: number | null = null) {
  const [plan] = planColumns([{ name: 'A', wireType, precision, scale, nullable: true }]);
  return buildColumn(plan, rowCount);
}

function scan(body: string, chunkRows: number, ...wireTypes: readonly string[]) {
  const columns = wireTypes.map((wireType) => column(wireType, chunkRows));
  scanJsonRows(Buffer.from(body), columns, { chunkRows, skip: 0, rows: chunkRows, target: 0 });
  return columns;
}

describe('the row scanner', () => {
  test('reads every number to the double that Number() gives', () => {
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

    const [numbers] = scan(texts.map((text) => `["${text}"]`).join(','), texts.length, 'real');

    const wrong = texts.filter((text, row) => !Object.is(numbers.values[row], Number(text)));
    expect(wrong).toEqual([]);
  });

  test('reads the words that Snowflake writes for numbers that are none', () => {
    const [numbers] = scan('["NaN"],["inf"],["-inf"]', 3, 'real');

    expect([...numbers.values]).toEqual([Number.NaN, Infinity, -Infinity]);
    expect(numbers.nullCount).toBe(0);
  });

  test('reads texts with every kind of escape as JSON.parse does', () => {
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

    const [plain, escaped] = scan(
      texts.map((text) => `[ ${JSON.stringify(text)},\n${asciiOnly(text)} ]`).join(',\n'),
      texts.length,
      'text',
      'text',
    );

    expect(plain.values).toEqual(texts);
    expect(escaped.values).toEqual(texts);
  });

  test('marks nulls, and only them', () => {
    const [numbers, texts] = scan('["1","a"],[null,null],["3","null"]', 3, 'real', 'text');

    expect([...numbers.nulls]).toEqual([0, 1, 0]);
    expect([...numbers.values]).toEqual([1, Number.NaN, 3]);
    expect([...texts.nulls]).toEqual([0, 1, 0]);
    expect(texts.values).toEqual(['a', '', 'null']);
  });

  test('reads dates, times, timestamps, booleans and large whole numbers', () => {
    const [days, time, instant, zoned, flag] = scan(
      '["-1","3661.500000000","-0.000000001","1.5 1440","1"],["19782","0","1700000000.123456789","0 0","false"]',
      2,
      'date',
      'time',
      'timestamp_ntz',
      'timestamp_tz',
      'boolean',
    );
    const whole = column('fixed', 1, 0, 38);
    scanJsonRows(Buffer.from('["-9223372036854775808"]'), [whole], { chunkRows: 1, skip: 0, rows: 1, target: 0 });

    expect([...days.values]).toEqual([-1, 19_782]);
    expect(time.values).toEqual(['01:01:01.5', '00:00:00']);
    expect([...instant.values]).toEqual([-1n, 1_700_000_000_123_456_789n]);
    expect([...zoned.values]).toEqual([1_500_000_000n, 0n]);
    expect([...flag.values]).toEqual([1, 0]);
    expect([...whole.values]).toEqual([-(2n ** 63n)]);
  });

  test('says what to select when a whole number has more than 64 bits', () => {
    const whole = column('fixed', 1, 0, 38);

    expect(() =>
      scanJsonRows(Buffer.from('["9223372036854775808"]'), [whole], { chunkRows: 1, skip: 0, rows: 1, target: 0 }),
    ).toThrow('Column A holds 9223372036854775808, more than 64 bits. Select it as `A::varchar` or `A::float`.');
  });

  test('writes a window of the rows and checks the form of the others', () => {
    const numbers = column('real', 4);

    scanJsonRows(Buffer.from('["1"],["2"],["3"],["4"]'), [numbers], { chunkRows: 4, skip: 1, rows: 2, target: 1 });

    expect([...numbers.values]).toEqual([0, 2, 3, 0]);
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
  ])('refuses %s', (_, body) => {
    expect(() => scan(body, 2, 'real', 'text')).toThrow(/damaged|holds/);
  });
});
