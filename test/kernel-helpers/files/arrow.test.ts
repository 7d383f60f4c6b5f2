import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  type Batch,
  batchType,
  bool,
  Column,
  columnFromArray,
  type DataType,
  dateDay,
  dateMillisecond,
  decimal64,
  decimal128,
  dictionary,
  float16,
  float32,
  float64,
  int8,
  int64,
  largeUtf8,
  TimeUnit,
  tableFromColumns,
  timestamp,
  tableToIPC as toIPC,
  uint32,
  uint64,
  utf8,
} from '@uwdata/flechette';
import { tableFromIPC as readByPeer, tableFromArrays, tableToIPC } from 'apache-arrow';
import { loadArrow } from '../../../kernel-helpers/src/files/arrow/load-arrow';
import { arrowFile } from '../../../kernel-helpers/src/files/arrow/read-arrow';
import { writeArrowFile } from '../../../kernel-helpers/src/files/arrow/write-arrow';
import type { ReadColumnsOptions } from '../../../kernel-helpers/src/files/parquet/read-parquet';
import type { TableData } from '../../../kernel-helpers/src/files/tables-to-write';
import { quietly } from '../../../kernel-helpers/src/surroundings';
import { Table } from '../../../kernel-helpers/src/table/columnar-table';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { randomTable, sameValues, seededRandom } from './random-table';

const folder = makeTemporaryFolder('arrow');
afterAll(() => folder.close());

const NEVER = new AbortController().signal;
const placeOf = (name: string) => join(folder.path, name);
const read = (name: string, options: ReadColumnsOptions = {}) => arrowFile(placeOf(name), options, quietly(NEVER));
const write = async (data: TableData, name: string) => await writeArrowFile(data, placeOf(name), {}, quietly(NEVER));

/** Six texts of Arrow's type Utf8View, as pyarrow writes them. */
const VIEWS =
  '/////3AAAAAQAAAAAAAKAAwABgAFAAgACgAAAAABBAAMAAAACAAIAAAABAAIAAAABAAAAAEAAAAUAAAAEAAUAAgABgAHAAwAAAAQABAAAAAAAAEYEAAAABgAAAAEAAAAAAAAAAEAAABBAAAABAAEAAQAAAAAAAAA/////7AAAAAUAAAAAAAAAAwAFgAGAAUACAAMAAwAAAAAAwQAHAAAALgAAAAAAAAAAAAOABwAEAAEAAgAAAAMAA4AAABgAAAAJAAAABAAAAAGAAAAAAAAAAAAAAABAAAAAQAAAAAAAAAAAAAAAwAAAAAAAAAAAAAAAQAAAAAAAAAIAAAAAAAAAGAAAAAAAAAAaAAAAAAAAABLAAAAAAAAAAAAAAABAAAABgAAAAAAAAABAAAAAAAAAD0AAAAAAAAABQAAAHNob3J0AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+AAAAYSB0ZQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAwAAAB0d2VsdmUgYnl0ZXMNAAAAdGhpcgAAAAA+AAAAYSB0ZXh0IG9mIG1vcmUgdGhhbiB0d2VsdmUgYnl0ZXMsIGFuZCBvZiBtb3JlIHRoYW4gdHdlbnR5LWZvdXJ0aGlydGVlbiBieXRlAAAAAAD/////AAAAAA==';

describe('readArrow and writeArrow', () => {
  test.each(['random.arrow', 'random.arrows', 'random.arrow.gz'])('keep whatever values in %s', async (name) => {
    const random = seededRandom(7);
    for (let round = 0; round < 5; round += 1) {
      // Arrow has no offset for each value, and no nanoseconds of far years.
      const table = randomTable(random, 40)
        .filter((row) => !String(row.CLOCK).startsWith('0001'))
        .without('INSTANT');
      await write(table, name);
      const { left, right } = sameValues(await read(name), table) as { left: unknown; right: unknown };

      expect(left).toEqual(right);
    }
  });

  test('give what the library of Apache reads, and read what it writes, with its dictionaries', async () => {
    await write(
      Table.fromRows([
        { CITY: 'Fresno', PRICE: 1.5, COAST: true },
        { CITY: null, PRICE: 2, COAST: null },
      ]),
      'peer.arrow',
    );
    const peer = readByPeer(readFileSync(placeOf('peer.arrow')));
    writeFileSync(
      placeOf('theirs.arrow'),
      tableToIPC(tableFromArrays({ CITY: ['Fresno', 'Eureka', 'Fresno'], ROOMS: Int32Array.from([1, -2, 3]) }), 'file'),
    );

    expect(peer.toArray().map((row) => ({ ...row }))).toEqual([
      { CITY: 'Fresno', PRICE: 1.5, COAST: true },
      { CITY: null, PRICE: 2, COAST: null },
    ]);
    expect((await read('theirs.arrow', { columns: ['rooms', 'CITY'] })).toRows()).toEqual([
      { ROOMS: 1, CITY: 'Fresno' },
      { ROOMS: -2, CITY: 'Eureka' },
      { ROOMS: 3, CITY: 'Fresno' },
    ]);
  });

  test('give a Table for each record batch, of the kinds that hold all values', async () => {
    const tables = [Table.fromRows([{ A: 1n, B: 'x' }]), Table.fromRows([{ A: 2n ** 60n, B: 'y' }])];
    await write(tables, 'batches.arrows');
    const batches: Table[] = [];
    for await (const batch of read('batches.arrows').batches()) batches.push(batch);

    expect(batches.map((batch) => batch.toRows())).toEqual([[{ A: 1, B: 'x' }], [{ A: 2n ** 60n, B: 'y' }]]);
    expect(batches.map((batch) => batch.column('A').kind)).toEqual(['bigint', 'bigint']);
  });

  test('refuse lists, another format, and tables of other kinds, in words', async () => {
    writeFileSync(placeOf('lists.arrow'), tableToIPC(tableFromArrays({ LIST: [[1, 2], [3]] }), 'file'));
    writeFileSync(placeOf('other.arrow'), 'A,B\n1,2\n');

    await expect(read('lists.arrow')).rejects.toThrow(
      /^lists\.arrow has columns for which a Table has no kind:\n- LIST /,
    );
    await expect(read('other.arrow')).rejects.toThrow(/^other\.arrow cannot be read as Arrow: /);
    await expect(write([Table.fromRows([{ A: 1 }]), Table.fromRows([{ A: 'x' }])], 'mixed.arrow')).rejects.toThrow(
      'Some rows need another Arrow type for A than the first ones.',
    );
  });
});

const DAY = 86_400_000;
const OPTIONS = { useBigInt: true, useDecimalInt: true };
/** A type, three values as the library takes them, the kind of the column, and its values as text. */
const TYPES: readonly (readonly [string, DataType, readonly unknown[], string, readonly string[]])[] = [
  ['float64', float64(), [0.1, -0, Infinity], 'number', ['0.1', '0', 'Infinity']],
  ['float32', float32(), [0.5, -2, 3], 'number', ['0.5', '-2', '3']],
  ['float16', float16(), [0.5, -2, 3], 'number', ['0.5', '-2', '3']],
  ['int8', int8(), [-128, 0, 127], 'number', ['-128', '0', '127']],
  ['uint32', uint32(), [0, 1, 2 ** 32 - 1], 'number', ['0', '1', '4294967295']],
  ['int64', int64(), [-(10n ** 15n) + 1n, -1n, 4_294_967_296n], 'number', ['-999999999999999', '-1', '4294967296']],
  ['long int64', int64(), [-(2n ** 63n), 0n, 10n ** 15n], 'bigint', [String(-(2n ** 63n)), '0', '1000000000000000']],
  ['uint64', uint64(), [1n, 2n ** 32n, 2n ** 33n + 1n], 'number', ['1', '4294967296', '8589934593']],
  ['long uint64', uint64(), [1n, 2n, 2n ** 64n - 1n], 'decimal', ['1', '2', String(2n ** 64n - 1n)]],
  ['decimal128', decimal128(20, 2), [-12345n, 0n, 7n], 'number', ['-123.45', '0', '0.07']],
  ['decimal64', decimal64(18, 3), [-1n, 1500n, 7n], 'number', ['-0.001', '1.5', '0.007']],
  [
    'long decimal128',
    decimal128(38, 2),
    [-(2n ** 64n), 1n, 2n ** 64n],
    'decimal',
    ['-184467440737095516.16', '0.01', '184467440737095516.16'],
  ],
  ['bool', bool(), [true, false, true], 'boolean', ['true', 'false', 'true']],
  ['date32', dateDay(), [-DAY, 0, 19_782 * DAY], 'date', ['1969-12-31', '1970-01-01', '2024-02-29']],
  ['date64', dateMillisecond(), [-DAY, 0, 19_782 * DAY], 'date', ['1969-12-31', '1970-01-01', '2024-02-29']],
  ['utf8', utf8(), ['', 'San José', '🏠'.repeat(9)], 'text', ['', 'San José', '🏠'.repeat(9)]],
  ['large utf8', largeUtf8(), ['', 'San José', '🏠'.repeat(9)], 'text', ['', 'San José', '🏠'.repeat(9)]],
  ['dictionary', dictionary(utf8()), ['b', 'a', 'b'], 'text', ['b', 'a', 'b']],
];

describe('readArrow reads every type', () => {
  const write = (name: string, columns: Record<string, Column<unknown>>) =>
    writeFileSync(placeOf(name), toIPC(tableFromColumns(columns), { format: 'stream' }) ?? '');
  const told = (table: Table) =>
    table.toRows().map((row) => (row.A === null ? null : String((row as { A: unknown }).A)));

  test.each(TYPES)(
    '%s, with nulls anywhere or none, of one batch or many',
    async (_name, type, values, kind, texts) => {
      const arrangements: readonly (readonly (number | null)[])[] = [
        [],
        [0, 1, 2],
        [null, 0, 1, 2, null],
        [0, 1, 2, 0, 1, 2, null, null, null, null, 2],
      ];
      for (const places of arrangements) {
        for (const maxBatchRows of [1000, 2]) {
          const given = places.map((place) => (place === null ? null : values[place]));
          write('type.arrows', { A: columnFromArray(given, type, { ...OPTIONS, maxBatchRows }) });
          const whole = await read('type.arrows');
          const batches: Table[] = [];
          for await (const batch of read('type.arrows').batches()) batches.push(batch);
          const expected = places.map((place) => (place === null ? null : texts[place]));

          expect(told(whole)).toEqual(expected);
          expect(batches.flatMap(told)).toEqual(expected);
          const kinds = [whole, ...batches].map((table) => table.column('A').kind);
          if (places.length > 0) expect(new Set(kinds)).toEqual(new Set([kind]));
          expect(whole.column('A').nulls?.includes(1) ?? false).toBe(places.includes(null));
        }
      }
    },
  );

  test.each([
    ['seconds', TimeUnit.SECOND, 1n, ['1970-01-01T00:00:01', '1969-12-31T23:59:59', '2024-02-29T12:00:00']],
    [
      'milliseconds',
      TimeUnit.MILLISECOND,
      10n ** 3n,
      ['1970-01-01T00:00:00.001', '1969-12-31T23:59:59.999', '2024-02-29T12:00:00'],
    ],
    [
      'microseconds',
      TimeUnit.MICROSECOND,
      10n ** 6n,
      ['1970-01-01T00:00:00.000001', '1969-12-31T23:59:59.999999', '2024-02-29T12:00:00'],
    ],
    [
      'nanoseconds',
      TimeUnit.NANOSECOND,
      10n ** 9n,
      ['1970-01-01T00:00:00.000000001', '1969-12-31T23:59:59.999999999', '2024-02-29T12:00:00'],
    ],
  ] as const)('timestamps in %s, before 1970 too', async (_name, unit, unitsASecond, texts) => {
    const times = BigInt64Array.of(1n, -1n, 7n, 1_709_208_000n * unitsASecond);
    const type = timestamp(unit, null);
    const batch = new (batchType(type, { useBigIntTimestamp: true }))({
      length: 4,
      nullCount: 1,
      type,
      validity: Uint8Array.of(0b1011),
      values: times,
    });
    write('times.arrows', { A: new Column([batch]) });

    expect(told(await read('times.arrows'))).toEqual([texts[0], texts[1], null, texts[2]]);
  });

  test('texts of views, and bytes in the place of a null', async () => {
    const long = 'a text of more than twelve bytes, and of more than twenty-four';
    writeFileSync(placeOf('views.arrows'), Buffer.from(VIEWS, 'base64'));
    const type = utf8();
    const batch = new (batchType(type))({
      length: 3,
      nullCount: 1,
      type,
      validity: Uint8Array.of(0b101),
      offsets: Int32Array.of(0, 1, 4, 5),
      values: Buffer.from('x???y'),
    });
    write('bytes.arrows', { A: new Column([batch as Batch<unknown>]) });
    const table = await read('bytes.arrows');

    expect(told(await read('views.arrows'))).toEqual(['short', null, long, '', 'twelve bytes', 'thirteen byte']);
    expect(told(table)).toEqual(['x', null, 'y']);
    expect([...table.column('A').values]).toEqual(['x', '', 'y']);
  });

  test('dictionaries that differ by batch, hold a word twice, or hold null', async () => {
    const batches = [
      ['a', 'b', 'a', null],
      ['b', 'c', 'b', 'c'],
    ].map((words) => columnFromArray(words, dictionary(utf8())).data[0]);
    const type = dictionary(utf8());
    const cells = new (batchType(type))({
      length: 4,
      nullCount: 1,
      type,
      validity: Uint8Array.of(0b1011),
      values: Int32Array.of(0, 1, 0, 2),
    });
    const words = columnFromArray(['x', null, 'x'], utf8());
    const withWords = (dictionary: Column<unknown>): Column<unknown> =>
      new Column<unknown>([Object.assign(cells, { dictionary, cache: dictionary.toArray() })], type);
    const { columnOf } = loadArrow.columns();
    const read = (column: Column<unknown>) => new Table([columnOf('A', column, false)]);

    const sameTable = read(withWords(words));
    expect(() => read(withWords(columnFromArray(['z'], utf8())))).toThrow(
      'A dictionary of the file has no entry 1, which row 2 asks for.',
    );
    expect(told(read(new Column(batches)))).toEqual(['a', 'b', 'a', null, 'b', 'c', 'b', 'c']);
    expect(told(sameTable)).toEqual(['x', null, null, 'x']);
    expect(sameTable.valueCounts('A').toRows()).toHaveLength(2);
  });
});
