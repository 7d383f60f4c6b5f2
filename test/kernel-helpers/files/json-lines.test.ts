import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import { jsonLinesFile, type ReadJsonLinesOptions } from '../../../kernel-helpers/src/files/json-lines/read-json-lines';
import { writeJsonLinesFile } from '../../../kernel-helpers/src/files/json-lines/write-json-lines';
import type { TableData } from '../../../kernel-helpers/src/files/tables-to-write';
import { heardBy } from '../../../kernel-helpers/src/surroundings';
import type { Table } from '../../../kernel-helpers/src/table/columnar-table';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { randomTable, sameValues, seededRandom } from './random-table';

const folder = makeTemporaryFolder('json-lines');
afterAll(() => folder.close());

const NEVER = new AbortController().signal;
/** A few of them need more than one read of the file. */
const LONG_TEXT = 'x'.repeat(1_500_000);

function file(content: string | Buffer, options: ReadJsonLinesOptions = {}, heard: string[] = [], signal = NEVER) {
  const path = join(folder.path, 'given.jsonl');
  writeFileSync(path, content);
  return jsonLinesFile(
    path,
    options,
    heardBy(signal, (sentence) => heard.push(sentence)),
  );
}

async function write(data: TableData, name: string) {
  return await writeJsonLinesFile(
    data,
    join(folder.path, name),
    {},
    heardBy(NEVER, () => undefined),
  );
}

const kinds = (table: Table) => table.columns.map(({ name, kind, type }) => `${name} ${kind} ${type}`);
const lines = (...rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n');

describe('readJsonLines', () => {
  test('finds the kind that holds every value of a column', async () => {
    const table = await file(
      [
        '{"A":1,"B":1.5,"C":9007199254740993,"D":true,"E":"2024-01-31","F":"2024-01-31T08:00:00Z","G":"00501","H":"1"}',
        ' { "A" : -2 , "B":-3e5, "C":1,"D":false,"E":"1969-12-31","F":"2024-01-31 08:00+02:00","G":"94103","H":"true"}\r',
        '',
      ].join('\n'),
    );

    expect(kinds(table)).toEqual([
      'A number NUMBER(38,0)',
      'B number FLOAT',
      'C bigint NUMBER(19,0)',
      'D boolean BOOLEAN',
      'E date DATE',
      'F timestamp TIMESTAMP_TZ(9)',
      'G text VARCHAR',
      'H text VARCHAR',
    ]);
    expect(table.toRows().map(({ A, B, C, D, H }) => [A, B, C, D, H])).toEqual([
      [1, 1.5, 9_007_199_254_740_993n, true, '1'],
      [-2, -300_000, 1, false, 'true'],
    ]);
  });

  test('reads keys that come late, in another order, or not at all, where the file is read in parts too', async () => {
    const long = Array.from({ length: 8 }, () => ({ LONG: LONG_TEXT }));
    const table = await file(lines({ A: 1, B: 'b' }, { B: null, A: 2 }, ...long, { LATE: '2024-02-29', A: 0.5 }, {}));

    expect(kinds(table)).toEqual(['A number FLOAT', 'B text VARCHAR', 'LONG text VARCHAR', 'LATE date DATE']);
    expect(table.column('A').nulls).toEqual(Uint8Array.from([0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1]));
    expect(table.select('A', 'B', 'LATE').at(10)).toMatchObject({ A: 0.5, B: null });
    expect(String(table.at(10)?.LATE)).toBe('2024-02-29');
    expect(table.at(3)?.LONG).toBe(LONG_TEXT);
  });

  test('reads more keys than there is room for at first', async () => {
    const rows = Array.from({ length: 100 }, (_, row) => ({ SAME: row, [`KEY_${row}`]: row }));
    const table = await file(lines(...rows));

    expect(table.columnNames).toHaveLength(101);
    for (const row of [0, 17, 99])
      expect(table.at(row)).toMatchObject({ SAME: row, [`KEY_${row}`]: row, KEY_50: null });
  });

  test('gives batches of the columns and kinds that hold the values of the whole file', async () => {
    const rows = [{ A: 1 }, ...Array.from({ length: 6 }, () => ({ B: LONG_TEXT })), { A: 'later' }];
    const batches: Table[] = [];
    for await (const batch of file(lines(...rows)).batches()) batches.push(batch);

    expect(batches.length).toBeGreaterThan(1);
    for (const batch of batches) expect(kinds(batch)).toEqual(['A text VARCHAR', 'B text VARCHAR']);
    expect(batches.flatMap((batch) => batch.toRows().map(({ A }) => A))).toEqual([
      '1',
      ...Array(6).fill(null),
      'later',
    ]);
  });

  test('unpacks texts, and keys, that JSON writes with backslashes', async () => {
    const rows = ['say "yes"', 'two\nlines', '🏠', 'C:\\new', ''].map((TEXT) => ({ TEXT, 'a "key"': 1 }));
    const table = await file(`${lines(...rows)}\n{"TEXT":"\\ud83c\\udfe0\\u00e9","a \\u0022key\\"":2}`);

    expect(table.toRows()).toEqual([...rows, { TEXT: '🏠é', 'a "key"': 2 }]);
  });

  test('keeps objects and arrays as JSON, and says so where texts stand beside them', async () => {
    const heard: string[] = [];
    const table = await file(lines({ A: { b: [1, '}'] }, B: 'text' }, { A: [2], B: { c: 1 } }, { A: null }), {}, heard);

    expect(kinds(table)).toEqual(['A text VARIANT', 'B text VARCHAR']);
    expect(table.toRows()).toEqual([
      { A: '{"b":[1,"}"]}', B: 'text' },
      { A: '[2]', B: '{"c":1}' },
      { A: null, B: null },
    ]);
    expect(heard).toEqual([
      'B holds objects or arrays beside other values; all are texts now, the objects and arrays as JSON.',
    ]);
  });

  test('says which line makes text of a column of numbers, and takes a text for null when asked', async () => {
    const heard: string[] = [];
    const rows = lines({ A: 1 }, { A: 2 }, { A: 3 }, { A: 4 }, { A: 'NA' });

    expect(kinds(await file(rows, {}, heard))).toEqual(['A text VARCHAR']);
    expect(heard.join()).toMatch(/^A is text because of "NA" in line 5\./);
    expect((await file(rows, { nullTexts: ['NA'] })).toRows().at(-1)).toEqual({ A: null });
  });

  test('reads what was asked for', async () => {
    const table = await file(lines({ ZIP: 501, CITY: 'Fresno', PRICE: 1.5 }), {
      columns: ['price', 'ZIP'],
      types: { ZIP: 'text', PRICE: 'decimal' },
    });

    expect(kinds(table)).toEqual(['PRICE decimal NUMBER(38,1)', 'ZIP text VARCHAR']);
    expect(table.at(0)?.ZIP).toBe('501');
  });

  test('reads a file packed by gzip', async () => {
    expect((await file(gzipSync(lines({ A: 1 })))).toRows()).toEqual([{ A: 1 }]);
  });

  test.each([
    [
      'every line that is not one object, by its number',
      '{"A":1}\n{"A":}\n[1]\n{"A":01}\n{"A":1} {"A":2}\n"text"\n{"A":"\\q"}\n',
      {},
      /^given\.jsonl has lines that are not one JSON object each:\n- line 2 is not JSON: .+\n- line 3 is an array, and not an object\n- line 4 is not JSON: .+\n- line 5 is not JSON: .+\n- line 6 is a string, and not an object\n- and 1 more lines$/,
    ],
    [
      'an array of objects',
      '[\n{"A":1}\n]',
      {},
      /^given\.jsonl is one JSON array, and not a JSON object in each line\. /,
    ],
    ['a text without an end', '{"A":"x}\n{"A":2}', {}, /- line 1 is not JSON/],
    ['NaN, which is not JSON', '{"A":NaN}', {}, /- line 1 is not JSON: .*N/],
    [
      'bytes that are not UTF-8',
      Buffer.from('{"A":1}\n{"A":"\xe9"}', 'latin1'),
      {},
      /^Line 2 is not UTF-8\. .* write it again in UTF-8\.$/,
    ],
    ['an empty file', '', {}, 'given.jsonl is empty: it has not even names of columns.'],
    ['an unknown column', '{"CITY":1}', { columns: ['CITTY'] }, /The file has no column CITTY\. Did you mean CITY\?/],
    [
      'a value that does not fit its type',
      '{"A":1}\n{"A":"2"}',
      { types: { A: 'number' as const } },
      /- line 2: A is "2", which is not a number/,
    ],
    ['an unknown option', '{"A":1}', { colums: ['A'] }, /colums.*Did you mean columns\?/],
  ])('refuses %s', async (_claim, content, options, message) => {
    await expect((async () => await file(content, options as ReadJsonLinesOptions))()).rejects.toThrow(message);
  });

  test('ends when its signal fires', async () => {
    const abort = new AbortController();
    const reading = file(lines(...Array(20).fill({ A: LONG_TEXT })), {}, [], abort.signal).then(() => 'read');
    abort.abort(new Error('interrupted'));

    await expect(reading).rejects.toThrow('interrupted');
  });
});

describe('writeJsonLines', () => {
  test('writes what readJsonLines reads again, whatever the values', async () => {
    const random = seededRandom(7);
    for (let round = 0; round < 20; round += 1) {
      const table = randomTable(random, 30).filter((row) => row.FRACTION !== Number.POSITIVE_INFINITY);
      await write(table, 'random.jsonl.gz');
      const read = jsonLinesFile(
        join(folder.path, 'random.jsonl.gz'),
        { types: { DECIMAL: 'decimal', LONGER: 'decimal' } },
        heardBy(NEVER, () => undefined),
      );

      const { left, right } = sameValues(await read, table) as { left: unknown; right: unknown };
      expect(left).toEqual(right);
    }
  });

  test('writes each row as JavaScript reads it, null for NaN, and JSON columns as they are', async () => {
    const table = await file(lines({ A: { b: 1 }, C: 1.5, 'D "': 'ü' }, { A: null, C: null }));
    const written = await write(table, 'rows.jsonl');
    const text = readFileSync(join(folder.path, 'rows.jsonl'), 'utf8');

    expect(written.rows).toBe(2);
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { A: { b: 1 }, C: 1.5, 'D "': 'ü' },
      { A: null, C: null, 'D "': null },
    ]);
    await write([{ A: Number.NaN }], 'nan.jsonl');
    expect(readFileSync(join(folder.path, 'nan.jsonl'), 'utf8')).toBe('{"A":null}\n');
  });

  test('refuses a number that JSON cannot tell, and leaves no file', async () => {
    await expect(write([{ A: 1 }, { A: Number.NEGATIVE_INFINITY }], 'infinite.jsonl')).rejects.toThrow(
      'Column A is -Infinity in row 1, which JSON cannot tell.',
    );
    expect(readdirSync(folder.path).filter((name) => name.includes('infinite'))).toEqual([]);
  });
});
