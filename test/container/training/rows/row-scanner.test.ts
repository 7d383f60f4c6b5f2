import { describe, expect, test } from '@jest/globals';
import type { RowPlan } from 'container/training/row-plan';
import { cellReaders } from 'container/training/rows/cell-reader';
import { RowScanner } from 'container/training/rows/row-scanner';
import { isPlatformError } from 'kernel-helpers/errors';
import { planColumns } from 'kernel-helpers/snowflake/result/column-plan';
import type { ResultColumn } from 'kernel-helpers/snowflake/result/manifest';
import { seededRandom } from '../../../../kernel-helpers/src/dataset/seeded-random';

describe('a cell of a number column', () => {
  test.each([
    '0',
    '-0',
    '-12.5',
    '0.123456789012345',
    '123456789012.345',
    '12345678901234567890123.45',
    '1.23456789012345e-05',
    '1E+30',
    '-1.5e300',
    '3.4028235e38',
    '1e-40',
    '1.4e-45',
    '4.9e-324',
    '0.000000000000000000000000000000000000123',
    '99999999999999999999999999999999999999',
    '00000000000000000000000000000000000001',
    // In the middle of two numbers of 32 bits, a little below and a little above it.
    '16777217',
    '16777217.0000000000000',
    '16777217.00000000000001',
    '16777216.99999999999999',
    '1.00000005960464477539062500',
    '1.00000005960464477539062501',
    '1.00000005960464477539062499',
    '0.30000001192092896',
    'NaN',
    'inf',
    '-inf',
    '-Infinity',
  ])('%s is the nearest number of 32 bits to its double', (text) => {
    const words: Readonly<Record<string, number>> = { inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY };

    expect(readCells([text])).toEqual(Float32Array.of(words[text] ?? Number(text)));
  });

  test('of any digits is the same as JavaScript reads it', () => {
    const random = seededRandom(7);
    const texts = Array.from({ length: 20_000 }, () => randomNumberText(random));

    const cells = readCells(texts);

    expect(texts.filter((text, row) => !Object.is(cells[row], Math.fround(Number(text))))).toEqual([]);
  });

  test.each(['', ' 1', '1 ', '1.', '.5', '1e', '1e+', '--1', '+1', '1,5', '0x10', 'one', '1_000'])(
    'may not be %j',
    (text) => {
      const read = () => readCells([text]);

      expect(read).toThrow(`Column N is FLOAT, but Snowflake's result holds "${text}" in it.`);
      expect(isPlatformError(errorOf(read))).toBe(true);
    },
  );
});

const COLUMNS: readonly ResultColumn[] = [
  column('CITY', 'text'),
  column('UNUSED', 'text'),
  column('PRICE', 'real'),
  column('BIG', 'fixed', 38, 0),
  column('SOLD', 'boolean'),
  column('W', 'fixed', 10, 2),
];

const PLAN: RowPlan = {
  target: 'PRICE',
  weight: 'W',
  features: [
    { name: 'BIG', encoding: 'number' },
    { name: 'SOLD', encoding: 'number' },
    { name: 'CITY', encoding: 'category', categories: ['', 'Fresno', 'San "J"osé, ],["'] },
  ],
};

/** Rows with every kind of cell: nulls, escapes, white space, and text that looks like the end of a row. */
const TEXT = Buffer.from(
  '["Fresno","x","1.5","12345678901234567890","1","2.00"] ,\n' +
    '[ null , null , null , null , null , null ],["San \\"J\\"osé, ],[\\"","\\\\","-2","-7","false","0.25"],' +
    '["","],[","1e-3","0","TRUE","1"]\n',
);

const ROWS = [
  [Number('12345678901234567890'), 1, 1, 1.5, 2],
  [Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN],
  [-7, 0, 2, -2, 0.25],
  [0, 1, 0, 0.001, 1],
].map((row) => row.map(Math.fround));

describe('rows in columns by a plan', () => {
  test('are features in the order of the plan, then label and weight', () => {
    expect(readRows([TEXT])).toEqual(ROWS);
  });

  test('are the same wherever the text is cut', () => {
    for (let cut = 0; cut <= TEXT.length; cut += 1) {
      expect(readRows([TEXT.subarray(0, cut), TEXT.subarray(cut)])).toEqual(ROWS);
    }
    expect(readRows(Array.from(TEXT, (byte) => Buffer.of(byte)))).toEqual(ROWS);
  });

  test('are refused if the text ends too early, wherever that is', () => {
    for (let end = 0; end < TEXT.length - 1; end += 1) {
      expect(() => readRows([TEXT.subarray(0, end)])).toThrow(/damaged: .* was expected at byte/);
    }
  });

  test('are refused if more follows, or something else than a row', () => {
    expect(() => readRows([TEXT, Buffer.from(',["a"]')])).toThrow(/the end was expected/);
    expect(() => readRows([Buffer.from('["Fresno","x"]')])).toThrow(/"," was expected/);
    expect(() => readRows([Buffer.from('[1]')])).toThrow(/a text or null was expected/);
  });

  test.each([
    [
      '["Oakland",null,null,null,null,null]',
      'Column CITY holds "Oakland", which it did not hold when the job listed its texts.',
    ],
    ['[null,null,"1","1","2","1"]', `Column SOLD is BOOLEAN, but Snowflake's result holds "2" in it.`],
    ['["\\x",null,null,null,null,null]', "A part of Snowflake's result is damaged: a text has an unknown escape."],
  ])('may not hold what the plan does not know: %s', (text, message) => {
    expect(() => readRows([Buffer.from(text)])).toThrow(message);
  });
});

function readCells(texts: readonly string[]): Float32Array {
  const plan: RowPlan = { target: 'N', features: [] };
  const scanner = new RowScanner(cellReaders(planColumns([column('N', 'real')]), plan));
  const values = new Float32Array(texts.length);
  scanner.push(Buffer.from(texts.map((text) => `["${text}"]`).join(',')));
  scanner.end();
  expect(scanner.read([values], 0, texts.length)).toBe(texts.length);
  scanner.expectEnd();
  return values;
}

function readRows(parts: readonly Buffer[]): number[][] {
  const scanner = new RowScanner(cellReaders(planColumns(COLUMNS), PLAN));
  const columns = Array.from({ length: 5 }, () => new Float32Array(ROWS.length));
  let row = 0;
  const read = () => {
    row += scanner.read(columns, row, ROWS.length - row);
  };
  for (const part of parts) {
    scanner.push(part);
    read();
  }
  scanner.end();
  read();
  scanner.expectEnd();
  return ROWS.map((_, index) => columns.map((values) => values[index]));
}

function column(name: string, wireType: string, precision: number | null = null, scale: number | null = null) {
  return { name, wireType, precision, scale, nullable: true };
}

/** Up to 30 digits with a point anywhere, near the middle of two numbers of 32 bits every fourth time. */
function randomNumberText(random: () => number): string {
  if (random() < 0.25) {
    const middle = Math.fround(random() * 100) * (1 + 2 ** -24);
    return middle.toFixed(Math.floor(random() * 20));
  }
  const digits = Array.from({ length: 1 + Math.floor(random() * 30) }, () => Math.floor(random() * 10)).join('');
  const point = 1 + Math.floor(random() * digits.length);
  const fraction = point < digits.length ? `.${digits.slice(point)}` : '';
  const exponent = random() < 0.3 ? `e${Math.floor(random() * 80) - 40}` : '';
  return `${random() < 0.5 ? '-' : ''}${digits.slice(0, point)}${fraction}${exponent}`;
}

function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
