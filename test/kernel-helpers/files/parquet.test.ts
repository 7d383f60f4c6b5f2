import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ParquetColumn } from '../../../kernel-helpers/src/files/parquet/parquet-column';
import { parquetFile, type ReadColumnsOptions } from '../../../kernel-helpers/src/files/parquet/read-parquet';
import { writeParquetFile } from '../../../kernel-helpers/src/files/parquet/write-parquet';
import type { TableData } from '../../../kernel-helpers/src/files/tables-to-write';
import { quietly } from '../../../kernel-helpers/src/surroundings';
import { Table } from '../../../kernel-helpers/src/table/columnar-table';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { randomTable, sameValues, seededRandom } from './random-table';

const folder = makeTemporaryFolder('parquet');
let duckDb: Awaited<ReturnType<DuckDBInstance['connect']>>;
beforeAll(async () => {
  duckDb = await (await DuckDBInstance.create(':memory:')).connect();
});
afterAll(() => {
  duckDb.closeSync();
  folder.close();
});

const NEVER = new AbortController().signal;
const placeOf = (name: string) => join(folder.path, name);

function read(name: string, options: ReadColumnsOptions = {}, signal = NEVER) {
  return parquetFile(placeOf(name), options, quietly(signal));
}

async function write(data: TableData, name: string) {
  return await writeParquetFile(data, placeOf(name), {}, quietly(NEVER));
}

/** Writes what a query gives by DuckDB. */
async function byDuckDb(query: string, name: string, options = ''): Promise<void> {
  await duckDb.run(`COPY (${query}) TO '${placeOf(name)}' (FORMAT PARQUET ${options})`);
}

const kinds = (table: Table) => table.columns.map(({ name, kind, type }) => `${name} ${kind} ${type}`);
const texts = (row: object | undefined) => Object.values(row ?? {}).map(String);

const EVERY_TYPE = `SELECT * FROM (VALUES
  (1::INTEGER, 9007199254740993::BIGINT, 12::BIGINT, 1.5::DOUBLE, 1.25::FLOAT, true, 'Fresno', DATE '2024-02-29',
   TIMESTAMP '2024-02-29 12:00:00.123456', TIMESTAMPTZ '2024-02-29 12:00:00+02', TIMESTAMP_NS '1969-12-31 23:59:59.999999999',
   12.34::DECIMAL(10,2), 12345678901234567890.5::DECIMAL(38,1), TIME '23:59:59.5', '\\xAB\\x01'::BLOB,
   'c2b5a1c0-0000-4000-8000-00000000000a'::UUID, 4294967295::UINTEGER, 18446744073709551615::UBIGINT),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
) AS t (I, L, S, D, F, B, T, DAY, NTZ, LTZ, NS, DEC, LONG, CLOCK, BLOB, UUID, UI, UL)`;

describe('readParquet', () => {
  test.each(['SNAPPY', 'ZSTD', 'GZIP', 'LZ4_RAW', 'BROTLI', 'UNCOMPRESSED'])(
    'reads every type that DuckDB writes, packed by %s',
    async (codec) => {
      await byDuckDb(EVERY_TYPE, 'types.parquet', `, COMPRESSION ${codec}`);
      const table = await read('types.parquet');

      expect(kinds(table)).toEqual([
        'I number NUMBER(10,0)',
        'L bigint NUMBER(19,0)',
        'S number NUMBER(19,0)',
        'D number FLOAT',
        'F number FLOAT',
        'B boolean BOOLEAN',
        'T text VARCHAR',
        'DAY date DATE',
        'NTZ timestamp TIMESTAMP_NTZ(9)',
        'LTZ timestamp TIMESTAMP_LTZ(9)',
        'NS timestamp TIMESTAMP_NTZ(9)',
        'DEC number NUMBER(10,2)',
        'LONG decimal NUMBER(38,1)',
        'CLOCK text TIME(9)',
        'BLOB text BINARY(8388608)',
        'UUID text VARCHAR',
        'UI number NUMBER(10,0)',
        'UL decimal NUMBER(38,0)',
      ]);
      expect(texts(table.at(0))).toEqual([
        '1',
        '9007199254740993',
        '12',
        '1.5',
        '1.25',
        'true',
        'Fresno',
        '2024-02-29',
        '2024-02-29T12:00:00.123456',
        '2024-02-29T10:00:00+00:00',
        '1969-12-31T23:59:59.999999999',
        '12.34',
        '12345678901234567890.5',
        '23:59:59.5',
        'AB01',
        'c2b5a1c0-0000-4000-8000-00000000000a',
        '4294967295',
        '18446744073709551615',
      ]);
      expect(Object.values(table.at(1) ?? {})).toEqual(Array(18).fill(null));
    },
  );

  test('reads texts by their dictionary, and a Table for each row group of the same kinds', async () => {
    const query = `SELECT i AS I, ['Fresno', 'Eureka', NULL][1 + i % 3] AS CITY,
      CASE WHEN i = 5000 THEN 9007199254740993 ELSE i END AS LONG FROM range(6000) AS t (i)`;
    await byDuckDb(query, 'groups.parquet', ', ROW_GROUP_SIZE 2048');
    const whole = await read('groups.parquet');
    const batches: Table[] = [];
    for await (const batch of read('groups.parquet').batches()) batches.push(batch);

    expect(whole.rowCount).toBe(6000);
    expect(whole.valueCounts('CITY').toRows()).toHaveLength(3);
    expect(batches.map(({ rowCount }) => rowCount)).toEqual([2048, 2048, 1904]);
    for (const batch of batches) expect(kinds(batch)).toEqual(kinds(whole));
    expect(batches.flatMap((batch) => batch.toRows())).toEqual(whole.toRows());
  });

  test.each([
    ['at both ends', 'i % 5 IN (0, 4)'],
    ['nowhere', 'false'],
    ['everywhere', 'true'],
    ['in one of two row groups', 'i < 2048'],
  ])('reads nulls %s, of each type, whole and by row group', async (_where, isNull) => {
    const values = `SELECT i, i::INTEGER - 1000 AS I32, i - 1000 AS I64, (i * 1000003 + 9007199254740993)::BIGINT AS LONG,
      i / 4 AS D, i % 2 = 0 AS B, 'town ' || i % 7 AS FEW, 'person, the number is ' || i AS MANY,
      DATE '1970-01-01' + i::INTEGER - 1000 AS DAY, make_timestamp((i - 1000) * 1000001) AS TS,
      make_timestamp_ns((i - 1000) * 1000000001) AS NS, ((i - 1000) / 100)::DECIMAL(9,2) AS DEC32,
      ((i - 1000) / 100)::DECIMAL(18,2) AS DEC64, ((i - 1000) / 100)::DECIMAL(38,2) AS DEC128 FROM range(2100) AS t (i)`;
    const query = `SELECT CASE WHEN ${isNull} THEN NULL ELSE COLUMNS(* EXCLUDE (i)) END FROM (${values}) AS v`;
    await byDuckDb(query, 'nulls.parquet', ', ROW_GROUP_SIZE 2048');
    const peer = await duckDb.runAndReadAll(`SELECT COLUMNS(*)::TEXT FROM '${placeOf('nulls.parquet')}'`);
    const whole = await read('nulls.parquet');
    const batches: Table[] = [];
    for await (const batch of read('nulls.parquet').batches()) batches.push(batch);
    /** As DuckDB writes them. */
    const told = (table: Table) =>
      table.toRows().map((row) =>
        Object.entries(row).map(([name, value]) => {
          if (value === null) return null;
          return /^DEC|^D$/.test(name) ? Number(value) : String(value).replace(/^(\d{4}-\d\d-\d\d)T/, '$1 ');
        }),
      );
    const expected = peer
      .getRows()
      .map((row) =>
        row.map((text, at) => (text !== null && /^DEC|^D$/.test(peer.columnName(at)) ? Number(text) : text)),
      );

    // One text is compared faster than many rows.
    expect(JSON.stringify(told(whole))).toBe(JSON.stringify(expected));
    expect(JSON.stringify(batches.flatMap(told))).toBe(JSON.stringify(expected));
    for (const batch of batches) expect(kinds(batch)).toEqual(kinds(whole));
  });

  test('reads decimals of any count of bytes', () => {
    const column = (...values: readonly (Uint8Array | null)[]) => {
      const read = new ParquetColumn({
        name: 'A',
        type: 'FIXED_LEN_BYTE_ARRAY',
        converted_type: 'DECIMAL',
        precision: 38,
        scale: 1,
      });
      read.add([...values], 0, 0, values.length);
      return new Table([read.taken()]).toRows().map(({ A }) => (A === null ? null : String(A)));
    };
    const bytes = (hex: string) => Buffer.from(hex, 'hex');

    expect(column(bytes('ff'), null, bytes('7f'))).toEqual(['-0.1', null, '12.7']);
    expect(column(null, bytes('ffffffff80'), bytes('0100000000'), null)).toEqual([null, '-12.8', '429496729.6', null]);
    expect(column(bytes(`${'00'.repeat(8)}8000000000000000`))).toEqual(['922337203685477580.8']);
    expect(column(bytes(`${'ff'.repeat(8)}7fffffffffffffff`))).toEqual(['-922337203685477580.9']);
    expect(column(bytes('00'.repeat(17)), bytes('ff'.repeat(17)))).toEqual(['0', '-0.1']);
  });

  test('reads the columns that were asked for alone, so others may hold lists', async () => {
    await byDuckDb("SELECT [1, 2] AS LIST, {'a': 1} AS OBJECT, 'x' AS B, 1 AS A", 'nested.parquet');

    expect((await read('nested.parquet', { columns: ['a', 'B'] })).toRows()).toEqual([{ A: 1, B: 'x' }]);
    await expect(read('nested.parquet')).rejects.toThrow(
      'nested.parquet has columns for which a Table has no kind:\n- LIST holds objects or lists\n- OBJECT holds objects or lists\nName the other columns with { columns: […] }.',
    );
    await expect(read('nested.parquet', { columns: ['BB'] })).rejects.toThrow(/no column BB\. Did you mean B\?/);
  });

  test('reads a file without rows', async () => {
    await byDuckDb("SELECT 1 AS A, 'x' AS B WHERE false", 'empty.parquet');
    const table = await read('empty.parquet');

    expect([table.rowCount, table.columnNames]).toEqual([0, ['A', 'B']]);
  });

  test('refuses what is not Parquet, a file that is cut, and unknown options', async () => {
    writeFileSync(placeOf('other.parquet'), 'A,B\n1,2\n3,4\n');
    await byDuckDb('SELECT i FROM range(1000) AS t (i)', 'whole.parquet');
    writeFileSync(placeOf('cut.parquet'), readFileSync(placeOf('whole.parquet')).subarray(500));

    await expect(read('other.parquet')).rejects.toThrow(/^other\.parquet cannot be read as Parquet: /);
    await expect(read('cut.parquet')).rejects.toThrow(/^cut\.parquet cannot be read as Parquet: /);
    expect(() => read('other.parquet', { colums: ['A'] } as ReadColumnsOptions)).toThrow(/Did you mean columns\?/);
  });

  test('ends when its signal fires', async () => {
    await byDuckDb('SELECT i FROM range(10) AS t (i)', 'aborted.parquet');

    await expect(read('aborted.parquet', {}, AbortSignal.abort(new Error('interrupted')))).rejects.toThrow(
      'interrupted',
    );
  });
});

describe('writeParquet', () => {
  test('writes what readParquet reads again, whatever the values', async () => {
    const random = seededRandom(7);
    for (let round = 0; round < 10; round += 1) {
      // Parquet has no offset for each value, and no nanoseconds of far years.
      const table = randomTable(random, 40)
        .filter((row) => !String(row.CLOCK).startsWith('0001'))
        .without('INSTANT');
      await write(table, 'random.parquet');
      const { left, right } = sameValues(await read('random.parquet'), table) as { left: unknown; right: unknown };

      expect(left).toEqual(right);
    }
  });

  test('writes what DuckDB reads, also of many tables', async () => {
    const table = Table.fromRows([
      { CITY: 'Fresno', PRICE: 1.5, COUNT: 2n ** 62n, DAY: new Date('2024-02-29'), COAST: false },
      { CITY: null, PRICE: null, COUNT: null, DAY: null, COAST: null },
    ]);
    const written = await write([table, table], 'written.parquet');
    const rows = await duckDb.runAndReadAll(
      `SELECT CITY, PRICE, COUNT::TEXT, DAY::TEXT, COAST FROM '${placeOf('written.parquet')}'`,
    );

    expect(written.rows).toBe(4);
    expect(rows.getRows()).toEqual(
      [0, 1].flatMap(() => [['Fresno', 1.5, String(2n ** 62n), '2024-02-29', false], Array(5).fill(null)]),
    );
  });

  test('refuses a later table whose column needs another type, and leaves no file', async () => {
    const writing = write([Table.fromRows([{ A: 1 }]), Table.fromRows([{ A: 'x' }])], 'mixed.parquet');

    await expect(writing).rejects.toThrow('A later table needs another Parquet type for A than the first one.');
    expect(readdirSync(folder.path).filter((name) => name.includes('mixed'))).toEqual([]);
  });
});
