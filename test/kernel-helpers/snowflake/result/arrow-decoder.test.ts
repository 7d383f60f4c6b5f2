import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import {
  binary,
  bool,
  columnFromArray,
  type DataType,
  dateDay,
  decimal128,
  Endianness,
  field,
  float64,
  int8,
  int16,
  int32,
  int64,
  list,
  struct,
  Table,
  tableToIPC,
  utf8,
  Version,
} from '@uwdata/flechette';
import { planColumns } from 'kernel-helpers/snowflake/result/column-plan';
import { decoderOf } from 'kernel-helpers/snowflake/result/decoder-of-format';
import { JoinedColumns } from 'kernel-helpers/snowflake/result/joined-columns';
import type { ResultColumn, ResultFormat } from 'kernel-helpers/snowflake/result/manifest';
import { emptyColumns } from 'kernel-helpers/snowflake/result/piece-column';

type Cell = string | null;

/** The same values as Snowflake writes them in JSON and in Arrow. */
interface Case {
  readonly column: Pick<ResultColumn, 'wireType' | 'precision' | 'scale'>;
  readonly json: readonly Cell[];
  readonly type: DataType;
  readonly arrow: readonly unknown[];
}

const fixed = (precision: number, scale: number) => ({ wireType: 'fixed', precision, scale });
const timed = (wireType: string, scale: number) => ({ wireType, precision: 0, scale });
const fine = struct([field('epoch', int64()), field('fraction', int32())]);
const zoned = struct([field('epoch', int64()), field('fraction', int32()), field('timezone', int32())]);
const coarselyZoned = struct([field('epoch', int64()), field('timezone', int32())]);
const decFloat = struct([field('exponent', int16()), field('significand', binary())]);
const MOST = 10n ** 38n - 1n;

const CASES: Readonly<Record<string, Case>> = {
  'NUMBER(38,0) in 8 bits': {
    column: fixed(38, 0),
    json: ['-128', null, '127'],
    type: int8(),
    arrow: [-128, null, 127],
  },
  'NUMBER(38,0) in 16 bits': { column: fixed(38, 0), json: ['-32768', null], type: int16(), arrow: [-32768, null] },
  'NUMBER(38,0) in 64 bits': {
    column: fixed(38, 0),
    json: [null, '-9223372036854775808', '9223372036854775807'],
    type: int64(),
    arrow: [null, -(2n ** 63n), 2n ** 63n - 1n],
  },
  'NUMBER(38,0) of 38 digits': {
    column: fixed(38, 0),
    json: [String(MOST), null, String(-MOST), '7'],
    type: decimal128(38, 0),
    arrow: [MOST, null, -MOST, 7n],
  },
  'NUMBER(9,0)': { column: fixed(9, 0), json: ['123456789', '-1', null], type: int32(), arrow: [123456789, -1, null] },
  'NUMBER(10,2)': { column: fixed(10, 2), json: ['0.10', '-1.05', null], type: int16(), arrow: [10, -105, null] },
  'NUMBER(18,3) in 64 bits': {
    column: fixed(18, 3),
    json: ['999999999999.999', '-0.001', null, '123456789012345.678'],
    type: int64(),
    arrow: [999999999999999n, -1n, null, 123456789012345678n],
  },
  'NUMBER(38,37)': {
    column: fixed(38, 37),
    json: ['0.0000000000000000000000000000000000001', null, '1.5000000000000000000000000000000000000'],
    type: decimal128(38, 37),
    arrow: [1n, null, 15n * 10n ** 36n],
  },
  'NUMBER(38,30) in 8 bits': {
    column: fixed(38, 30),
    json: ['0.000000000000000000000000000007', null],
    type: int8(),
    arrow: [7, null],
  },
  FLOAT: {
    column: { wireType: 'real', precision: null, scale: null },
    json: ['1.5', null, '-0.25', 'inf', '-inf', 'NaN'],
    type: float64(),
    arrow: [1.5, null, -0.25, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN],
  },
  DECFLOAT: {
    column: { wireType: 'decfloat', precision: null, scale: null },
    json: ['1.5', null, '-2e+30'],
    type: decFloat,
    arrow: [
      { exponent: -1, significand: Uint8Array.of(15) },
      null,
      { exponent: 30, significand: Uint8Array.of(0xff, 0xfe) },
    ],
  },
  BOOLEAN: {
    column: { wireType: 'boolean', precision: null, scale: null },
    json: ['1', '0', null, '1'],
    type: bool(),
    arrow: [true, false, null, true],
  },
  'DATE before 1582 and after 9999': {
    column: { wireType: 'date', precision: null, scale: null },
    json: ['-719162', null, '2932897'],
    type: dateDay(),
    arrow: [-719162, null, 2932897].map((days) => (days === null ? null : new Date(days * 86_400_000))),
  },
  VARCHAR: {
    column: { wireType: 'text', precision: null, scale: null },
    json: ['é "x"', null, '', '😀\n'],
    type: utf8(),
    arrow: ['é "x"', null, '', '😀\n'],
  },
  VARIANT: {
    column: { wireType: 'variant', precision: null, scale: null },
    json: ['{"a":1}', null],
    type: utf8(),
    arrow: ['{"a":1}', null],
  },
  BINARY: {
    column: { wireType: 'binary', precision: null, scale: null },
    json: ['00FF', '', null],
    type: binary(),
    arrow: [Uint8Array.of(0, 255), new Uint8Array(), null],
  },
  'TIME(9)': {
    column: timed('time', 9),
    json: ['3723.123456789', '0.000000000', null, '86399.500000000'],
    type: int64(),
    arrow: [3723123456789n, 0n, null, 86399500000000n],
  },
  'TIME(0)': { column: timed('time', 0), json: ['3723', null], type: int32(), arrow: [3723, null] },
  'TIMESTAMP_NTZ(9) before 1970 and 1582': {
    column: timed('timestamp_ntz', 9),
    json: ['-0.876543211', '-62135596800.000000001', null, '1711852200.123456789'],
    type: fine,
    arrow: [
      { epoch: -1n, fraction: 123456789 },
      { epoch: -62135596801n, fraction: 999999999 },
      null,
      { epoch: 1711852200n, fraction: 123456789 },
    ],
  },
  'TIMESTAMP_NTZ(3)': {
    column: timed('timestamp_ntz', 3),
    json: ['-0.500', null, '1711852200.123'],
    type: int64(),
    arrow: [-500n, null, 1711852200123n],
  },
  'TIMESTAMP_NTZ(9) as one number': {
    column: timed('timestamp_ntz', 9),
    json: ['-0.876543211', null, '1711852200.123456789'],
    type: int64(),
    arrow: [-876543211n, null, 1711852200123456789n],
  },
  'TIMESTAMP_LTZ(0)': { column: timed('timestamp_ltz', 0), json: ['-1', null], type: int64(), arrow: [-1n, null] },
  'TIMESTAMP_TZ(9)': {
    column: timed('timestamp_tz', 9),
    json: ['1711852200.123456789 1560', null, '-0.876543211 900'],
    type: zoned,
    arrow: [
      { epoch: 1711852200n, fraction: 123456789, timezone: 1560 },
      null,
      { epoch: -1n, fraction: 123456789, timezone: 900 },
    ],
  },
  'TIMESTAMP_TZ(3)': {
    column: timed('timestamp_tz', 3),
    json: ['1711852200.123 1440', null, '-0.500 30'],
    type: coarselyZoned,
    arrow: [{ epoch: 1711852200123n, timezone: 1440 }, null, { epoch: -500n, timezone: 30 }],
  },
};

function columnOf({ column }: Pick<Case, 'column'>): ResultColumn {
  return { name: 'C', nullable: true, ...column };
}

function arrowOf({ column, type, arrow }: Pick<Case, 'column' | 'type' | 'arrow'>, maxBatchRows = 1000): Uint8Array {
  const metadata = new Map([['scale', String(column.scale ?? 0)]]);
  const values = columnFromArray([...arrow], type, { maxBatchRows });
  const schema = {
    version: Version.V5,
    endianness: Endianness.Little,
    fields: [field('C', type, true, metadata)],
    metadata: null,
  };
  return tableToIPC(new Table(schema, [values]), { format: 'stream' }) ?? new Uint8Array();
}

const jsonOf = (cells: readonly Cell[]) => Buffer.from(cells.map((cell) => JSON.stringify([cell])).join(','));

/** What a chunk gives as a column of a table. */
async function read(
  format: ResultFormat,
  column: ResultColumn,
  chunk: Uint8Array,
  chunkRows: number,
  { skip = 0, rows = chunkRows } = {},
) {
  const plans = planColumns([column], 'UTC');
  const joined = new JoinedColumns(emptyColumns(plans, rows));
  const room = emptyColumns(plans, rows);
  joined.addCopy({
    columns: await decoderOf({ format, plans }).decode([chunk], { chunkRows, skip, rows }, room),
    target: 0,
  });
  const [found] = joined.finish();
  return { ...found, values: [...found.values] };
}

describe('a chunk of Arrow', () => {
  test.each(Object.entries(CASES))('gives the same column as JSON: %s', async (_, one) => {
    const column = columnOf(one);
    const rows = one.json.length;
    const stream = arrowOf(one);

    expect(await read('arrow', column, stream, rows)).toEqual(await read('json', column, jsonOf(one.json), rows));
    expect(await read('arrow', column, gzipSync(stream), rows)).toEqual(await read('arrow', column, stream, rows));
    // Several record batches in a chunk, and a share of its rows.
    const share = { skip: 1, rows: rows - 1 };
    expect(await read('arrow', column, arrowOf(one, 1), rows, share)).toEqual(
      await read('json', column, jsonOf(one.json), rows, share),
    );
  });

  test.each(Object.entries(CASES))('gives a column of nulls alone: %s', async (_, one) => {
    const nulls = { ...one, arrow: [null, null, null] };

    expect(await read('arrow', columnOf(one), arrowOf(nulls), 3)).toEqual(
      await read('json', columnOf(one), jsonOf([null, null, null]), 3),
    );
  });

  test.each(['NUMBER(9,0)', 'NUMBER(38,0) of 38 digits', 'NUMBER(10,2)', 'FLOAT', 'BOOLEAN'])(
    'gives the same numbers of 32 bits as JSON: %s',
    async (name) => {
      const one = CASES[name];
      const rows = one.json.length;
      const [plan] = planColumns([columnOf(one)]);
      const plans = [{ ...plan, kind: 'float32' as const, longDigits: 'rounded' as const }];
      const wanted = { chunkRows: rows, skip: 0, rows };
      const decode = async (format: ResultFormat, chunk: Uint8Array) => {
        const [{ kind, values, nulls }] = await decoderOf({ format, plans })
          .decode([chunk], wanted, emptyColumns(plans, rows))
          .then((columns) => columns.filter((column) => column.kind === 'float32'));
        return { kind, values: [...values], nulls };
      };

      expect(await decode('arrow', arrowOf(one))).toEqual(await decode('json', jsonOf(one.json)));
    },
  );

  test('may have another type than the chunk before', async () => {
    const column = columnOf({ column: fixed(38, 0) });
    const plans = planColumns([column]);
    const into = emptyColumns(plans, 6);
    const joined = new JoinedColumns(into);
    const decoder = decoderOf({ format: 'arrow', plans });
    const chunks = ['NUMBER(38,0) in 16 bits', 'NUMBER(38,0) of 38 digits'].map((name) => CASES[name]);
    let target = 0;
    for (const one of chunks) {
      const rows = one.arrow.length;
      const wanted = { chunkRows: rows, skip: 0, rows };
      joined.addCopy({ columns: await decoder.decode([arrowOf(one)], wanted, emptyColumns(plans, rows)), target });
      target += rows;
    }

    expect(joined.finish()).toMatchObject([{ kind: 'decimal', values: [-32768n, 0n, MOST, 0n, -MOST, 7n] }]);
  });

  test.each([
    ['cut off', (stream: Uint8Array) => stream.subarray(0, stream.length - 60), 3, 'no whole Arrow stream'],
    ['empty', () => new Uint8Array(), 3, 'it has 0 columns, not 1'],
    ['JSON', () => jsonOf(['1']), 1, 'no whole Arrow stream'],
    ['too short', (stream: Uint8Array) => stream, 4, 'it has 3 rows, not 4'],
  ])('is refused when it is %s', async (_, damage, rows, message) => {
    const one = CASES['NUMBER(9,0)'];

    await expect(read('arrow', columnOf(one), damage(arrowOf(one)), rows)).rejects.toThrow(message);
  });

  test('is refused where its type is not known, with the way to read it', async () => {
    const one = { column: { wireType: 'vector', precision: null, scale: null }, type: list(int32()), arrow: [[1, 2]] };

    await expect(read('arrow', columnOf(one), arrowOf(one), 1)).rejects.toThrow("with resultFormat: 'json'");
  });
});
