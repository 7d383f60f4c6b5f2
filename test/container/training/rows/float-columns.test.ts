import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { RowPlan } from 'container/training/row-plan';
import { roomBatch, roomBytes, ShareDecoder } from 'container/training/rows/decode-piece';
import { batchWidth } from 'container/training/rows/float-columns';
import { isPlatformError } from 'kernel-helpers/errors';
import { planColumns } from 'kernel-helpers/snowflake/result/column-plan';
import type { ResultColumn } from 'kernel-helpers/snowflake/result/manifest';
import type { WantedRows } from 'kernel-helpers/snowflake/result/piece-decoder';
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
  ])('%s is the nearest number of 32 bits to its double', async (text) => {
    const words: Readonly<Record<string, number>> = { inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY };

    expect(await readCells([text])).toEqual(Float32Array.of(words[text] ?? Number(text)));
  });

  test('of any digits is the same as JavaScript reads it', async () => {
    const random = seededRandom(7);
    const texts = Array.from({ length: 20_000 }, () => randomNumberText(random));

    const cells = await readCells(texts);

    expect(texts.filter((text, row) => !Object.is(cells[row], Math.fround(Number(text))))).toEqual([]);
  });

  test.each(['', ' 1', '1 ', '1.', '.5', '1e', '1e+', '--1', '+1', '1,5', '0x10', 'one', '1_000'])(
    'may not be %j',
    async (text) => {
      const error = await readCells([text]).catch((thrown: unknown) => thrown);

      expect(isPlatformError(error)).toBe(true);
      expect(error).toHaveProperty(
        'message',
        expect.stringContaining(`Column N is FLOAT, but Snowflake's result holds "${text}" in it.`),
      );
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
  test('are features in the order of the plan, then label and weight', async () => {
    expect(await readRows(TEXT)).toEqual(ROWS);
  });

  test('are those of a window where a share begins or ends in the chunk, and the rest is not read', async () => {
    expect(await readRows(TEXT, { skip: 1, rows: 2 })).toEqual(ROWS.slice(1, 3));
    const text = Buffer.concat([Buffer.from(`${TEXT},`), Buffer.alloc(1_000_000, ' '), Buffer.from('damage')]);
    expect(await readRows(gzipSync(text), { chunkRows: 5 })).toEqual(ROWS);
  });

  test('are refused if the text ends too early, or more follows, or something else than a row', async () => {
    await expect(readRows(TEXT.subarray(0, -5))).rejects.toThrow(/damaged: .* was expected at byte/);
    await expect(readRows([TEXT, Buffer.from(',["a"]')])).rejects.toThrow(/the end was expected/);
    await expect(readRows(Buffer.from('["Fresno","x"]'))).rejects.toThrow(/"," was expected/);
  });

  test.each([
    [
      '["Oakland",null,null,null,null,null]',
      'Column CITY holds "Oakland", which it did not hold when the job listed its texts.',
    ],
    ['[null,null,"1","1","2","1"]', `Column SOLD is BOOLEAN, but Snowflake's result holds "2" in it.`],
    ['["\\x",null,null,null,null,null]', "A part of Snowflake's result is damaged: a text has an unknown escape."],
  ])('may not hold what the plan does not know: %s', async (text, message) => {
    await expect(readRows(Buffer.from(text), { chunkRows: 1, rows: 1 })).rejects.toThrow(message);
  });
});

async function readCells(texts: readonly string[]): Promise<Float32Array> {
  const bytes = Buffer.from(texts.map((text) => `["${text}"]`).join(','));
  const wanted = { chunkRows: texts.length, skip: 0, rows: texts.length };
  const [cells] = await decode([column('N', 'real')], { target: 'N', features: [] }, [bytes], wanted);
  return cells;
}

async function readRows(text: Buffer | readonly Buffer[], window: Partial<WantedRows> = {}): Promise<number[][]> {
  const wanted = { chunkRows: ROWS.length, skip: 0, rows: ROWS.length, ...window };
  const columns = await decode(COLUMNS, PLAN, [text].flat(), wanted);
  return Array.from({ length: wanted.rows }, (_, row) => columns.map((values) => values[row]));
}

async function decode(
  columns: readonly ResultColumn[],
  plan: RowPlan,
  parts: readonly Buffer[],
  wanted: WantedRows,
): Promise<readonly Float32Array[]> {
  const width = batchWidth(plan);
  const room = new SharedArrayBuffer(roomBytes(width, wanted.rows));
  const decoder = new ShareDecoder({ format: 'json', columns: planColumns(columns), plan });
  const source = { ...wanted, place: { kind: 'inline', bytes: Buffer.concat(parts) } } as const;
  await decoder.decode({ source, room }, new AbortController().signal);
  return roomBatch(room, width, wanted.rows).columns;
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
