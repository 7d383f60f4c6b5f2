import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { ReadCsvOptions } from '../../../kernel-helpers/src/files/csv/csv-options';
import { csvFile } from '../../../kernel-helpers/src/files/csv/read-csv';
import { type WriteCsvOptions, writeCsvFile } from '../../../kernel-helpers/src/files/csv/write-csv';
import type { TableData } from '../../../kernel-helpers/src/files/tables-to-write';
import { heardBy } from '../../../kernel-helpers/src/surroundings';
import { Table } from '../../../kernel-helpers/src/table/columnar-table';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { randomTable, sameValues, seededRandom } from './random-table';

const folder = makeTemporaryFolder('csv');
afterAll(() => folder.close());

/** A hundred of them need more than one read of the file. */
const LONG_TEXT = 'x'.repeat(100_000);
const NEVER = new AbortController().signal;

function given(content: string | Buffer, name = 'given.csv'): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

async function read(content: string | Buffer, options: ReadCsvOptions = {}, heard: string[] = []): Promise<Table> {
  return await csvFile(
    given(content),
    options,
    heardBy(NEVER, (sentence) => heard.push(sentence)),
  );
}

async function write(data: TableData, name: string, options: WriteCsvOptions = {}, signal = NEVER) {
  return await writeCsvFile(
    data,
    join(folder.path, name),
    options,
    heardBy(signal, () => undefined),
  );
}

const kinds = (table: Table) => table.columns.map(({ name, kind }) => `${name} ${kind}`);

describe('readCsv', () => {
  test('finds the kind that holds every value of a column', async () => {
    const table = await read(
      [
        'A,B,C,D,E,F,G,H,I',
        '1,1.5,9007199254740993,true,2024-01-31,2024-01-31T08:00:00,2024-01-31T08:00:00Z,00501,Fresno',
        '2,-3e5,1,FALSE,1969-12-31,2024-01-31 08:00:00.5,2024-01-31 08:00+02:00,94103,94103',
      ].join('\n'),
    );

    expect(table.columns.map(({ kind, type }) => `${kind} ${type}`)).toEqual([
      'number NUMBER(38,0)',
      'number FLOAT',
      'bigint NUMBER(19,0)',
      'boolean BOOLEAN',
      'date DATE',
      'timestamp TIMESTAMP_NTZ(9)',
      'timestamp TIMESTAMP_TZ(9)',
      'text VARCHAR',
      'text VARCHAR',
    ]);
    expect(table.toRows().map((row) => Object.values(row).map(String))).toEqual([
      [
        '1',
        '1.5',
        '9007199254740993',
        'true',
        '2024-01-31',
        '2024-01-31T08:00:00',
        '2024-01-31T08:00:00+00:00',
        '00501',
        'Fresno',
      ],
      [
        '2',
        '-300000',
        '1',
        'false',
        '1969-12-31',
        '2024-01-31T08:00:00.5',
        '2024-01-31T08:00:00+02:00',
        '94103',
        '94103',
      ],
    ]);
  });

  test.each([
    ['line ends of Windows', 'A,B\r\n1,x\r\n2,"y"\r\n'],
    ['no line end at the end', 'A,B\n1,x\n2,y'],
    ['a mark of UTF-8', '\uFEFFA,B\n1,x\n2,y\n'],
    ['UTF-16 with its mark', Buffer.from('\uFEFFA,B\n1,x\n2,y\n', 'utf16le')],
    ['blank lines', '\nA,B\n\n1,x\n\r\n2,y\n\n'],
    ['semicolons', 'A;B\n1;x\n2;y\n'],
    ['tabs', 'A\tB\n1\tx\n2\ty\n'],
    ['gzip', gzipSync('A,B\n1,x\n2,y\n')],
    ['all values in quotes', '"A","B"\n"1","x"\n"2","y"\n'],
    ['spaces around numbers', 'A,B\n 1 ,x\n2,y\n'],
  ])('reads %s', async (_, content) => {
    const table = await read(content);

    expect(table.toRows()).toEqual([
      { A: 1, B: 'x' },
      { A: 2, B: 'y' },
    ]);
  });

  test('tells an empty text from a null, and reads quotes, delimiters and line ends in quotes', async () => {
    const table = await read('A,B,C\n1,,""\n2,"a ""b"", c","two\nlines"\n,x,NA\n', { nullTexts: ['NA'] });

    expect(table.toRows()).toEqual([
      { A: 1, B: null, C: '' },
      { A: 2, B: 'a "b", c', C: 'two\nlines' },
      { A: null, B: 'x', C: null },
    ]);
  });

  test('takes quotes as a sign of text where other values have none', async () => {
    expect(kinds(await read('"ZIP","PRICE"\n"94103",5\n"10001",6\n'))).toEqual(['ZIP text', 'PRICE number']);
  });

  test('looks at the whole file, and says which line makes text of a column of numbers', async () => {
    const rows = Array.from({ length: 100 }, (_, row) => `${row},${row / 7},${row},${LONG_TEXT}`);
    rows[90] = `2024-01-01,3.5,n/a,${LONG_TEXT}`;
    const heard: string[] = [];
    const table = await read(`A,B,C,D\n${rows.join('\n')}\n`, {}, heard);

    expect(kinds(table)).toEqual(['A text', 'B number', 'C text', 'D text']);
    expect(table.column('C').values[90]).toBe('n/a');
    expect(table.column('B').values[99]).toBe(99 / 7);
    expect(heard).toEqual([
      'C is text because of "n/a" in line 92. If that stands for a missing value, pass { nullTexts: ["n/a"] }.',
    ]);
  });

  test('gives batches of the kinds that hold the values of the whole file', async () => {
    const rows = Array.from({ length: 100 }, (_, row) => `${row === 90 ? 'x' : row},${LONG_TEXT}`);
    const path = given(`A,B\n${rows.join('\n')}\n`);
    const batches: Table[] = [];
    for await (const batch of csvFile(
      path,
      {},
      heardBy(NEVER, () => undefined),
    ).batches())
      batches.push(batch);

    expect(batches.length).toBeGreaterThan(1);
    expect(new Set(batches.map((batch) => kinds(batch).join()))).toEqual(new Set(['A text,B text']));
    expect(batches.flatMap((batch) => batch.toRows().map((row) => row.A))).toEqual(
      rows.map((row) => row.split(',')[0]),
    );
  });

  test('waits for the first value of a column before it says its kind', async () => {
    const rows = Array.from({ length: 100 }, (_, row) => `${LONG_TEXT},${row < 90 ? '' : '1.5'}`);

    expect(kinds(await read(`A,B\n${rows.join('\n')}\n`))).toEqual(['A text', 'B number']);
  });

  test.each([
    ['number', 'A is "x", which is not a number'],
    ['date', 'A is "x", which is not a date'],
    ['boolean', 'A is "x", which is not a boolean'],
  ] as const)('names the lines of values that do not fit the asked kind %s', async (kind, message) => {
    const good = { number: '1', date: '2024-01-31', boolean: 'true' }[kind];

    await expect(read(`A,B\n${good},"two\nlines"\nx,1\n${good},2\nx,3\n`, { types: { a: kind } })).rejects.toThrow(
      `- line 4: ${message}\n- line 6: ${message}`,
    );
  });

  test('keeps what was asked for', async () => {
    const content = 'ZIP,PRICE,OLD\n501,1.10,1\n502,12345678901234567890.25,0\n';
    const table = await read(content, { types: { zip: 'text', PRICE: 'decimal' }, columns: ['PRICE', 'ZIP'] });

    expect(kinds(table)).toEqual(['PRICE decimal', 'ZIP text']);
    expect(table.toRows().map((row) => `${row.ZIP} ${row.PRICE}`)).toEqual(['501 1.1', '502 12345678901234567890.25']);
  });

  test('says that fractions of too many digits are rounded', async () => {
    const heard: string[] = [];
    await read('A\n12345678901234567890.25\n', {}, heard);

    expect(heard).toEqual([
      "A has fractions of more digits than a number holds; they are rounded. { types: { A: 'decimal' } } keeps them.",
    ]);
  });

  test('reads decimals with a comma', async () => {
    const table = await read('A;B\n1,5;x\n-0,25;y\n', { decimalMark: ',' });

    expect([...table.column('A').values]).toEqual([1.5, -0.25]);
  });

  test('names columns that have no name, and reads a file without names', async () => {
    expect((await read(',A\n0,1\n')).columnNames).toEqual(['COLUMN_1', 'A']);
    expect((await read('1,2\n3,4\n', { header: false })).toRows()).toEqual([
      { COLUMN_1: 1, COLUMN_2: 2 },
      { COLUMN_1: 3, COLUMN_2: 4 },
    ]);
    expect((await read('1,2\n', { header: ['A', 'B'] })).toRows()).toEqual([{ A: 1, B: 2 }]);
    expect((await read('A,B\n')).columnNames).toEqual(['A', 'B']);
  });

  test.each([
    ['rows of other lengths', 'A,B\n1,2\n3\n4,5,6\n', {}, /2 columns, but line 3 has 1, line 4 has 3\./],
    ['an open quote', 'A,B\n1,"2\n3,4\n', {}, /quote that opens in line 2 is never closed/],
    ['text after a quote', 'A,B\n"1"x,2\n', {}, /Line 2 goes on after a closing quote: "x,2"/],
    ['two columns of one name', 'A,A\n1,2\n', {}, /the same name: A/],
    ['an empty file', '', {}, /empty/],
    [
      'bytes that are not UTF-8',
      Buffer.from('A,B\n1,x\n2,Jos\xe9\n', 'latin1'),
      {},
      /Line 3 is not UTF-8.*windows-1252/,
    ],
    ['an unknown column', 'PRICE,B\n1,2\n', { types: { PRISE: 'text' } }, /no column PRISE. Did you mean PRICE\?/],
    ['an unknown option', 'A\n1\n', { seperator: ';' }, /there is no option seperator/],
    ['an unknown kind', 'A\n1\n', { types: { A: 'string' } }, /types.A is one of number, bigint/],
    ['a damaged gzip file', gzipSync('A,B\n1,2\n').subarray(0, 20), {}, /damaged or not complete/],
  ])('refuses %s', async (_, content, options, message) => {
    const reading = (async () => await read(content, options as ReadCsvOptions))();

    await expect(reading).rejects.toMatchObject({ name: 'UserError', message: expect.stringMatching(message) });
  });

  test('reads the encoding of Windows when asked', async () => {
    const table = await read(Buffer.from('A\nJos\xe9 \x80\n', 'latin1'), { encoding: 'windows-1252' });

    expect(table.toRows()).toEqual([{ A: 'José €' }]);
  });

  test('suggests the file that was meant', async () => {
    given('A\n1\n', 'houses.csv');
    const reading = (async () =>
      await csvFile(
        join(folder.path, 'hauses.csv'),
        {},
        heardBy(NEVER, () => undefined),
      ))();

    await expect(reading).rejects.toThrow(/There is no file .*hauses\.csv\. Did you mean .*houses\.csv\?/);
  });

  test('reads an address of the web', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/houses.csv') response.end('A,B\n1,x\n');
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const address = server.address();
      const base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
      const reading = (url: string) =>
        (async () =>
          await csvFile(
            url,
            {},
            heardBy(NEVER, () => undefined),
          ))();

      expect((await reading(`${base}/houses.csv`)).toRows()).toEqual([{ A: 1, B: 'x' }]);
      await expect(reading(`${base}/none.csv`)).rejects.toThrow(/none\.csv answered HTTP 404/);
      await expect(reading('s3://bucket/houses.csv')).rejects.toThrow(/s3:\/\/ addresses cannot be read/);
    } finally {
      server.close();
    }
  });

  test('ends when its signal fires', async () => {
    given(`A\n${`${LONG_TEXT}\n`.repeat(100)}`);
    const controller = new AbortController();
    const reading = csvFile(
      join(folder.path, 'given.csv'),
      {},
      {
        ...heardBy(controller.signal, () => undefined),
        protect: async (work) => {
          controller.abort(new Error('stop'));
          return work();
        },
      },
    );

    await expect((async () => await reading)()).rejects.toThrow('stop');
  });
});

describe('writeCsv', () => {
  test('writes what readCsv reads again, whatever the values', async () => {
    const random = seededRandom(7);
    for (let round = 0; round < 40; round += 1) {
      const table = randomTable(random, 1 + Math.floor(random() * 60));
      const delimiter = [',', ';', '\t', '|'][round % 4];
      await write(table, 'random.csv', { delimiter });
      const path = join(folder.path, 'random.csv');
      const back = await csvFile(
        path,
        { delimiter, types: { DECIMAL: 'decimal', LONGER: 'decimal', LONG: 'bigint' } },
        heardBy(NEVER, () => undefined),
      );
      const { left, right } = sameValues(table, back) as { left: unknown; right: unknown };

      expect(right).toEqual(left);
    }
  });

  test('packs a file whose name ends in .gz, takes several tables, and tells what it wrote', async () => {
    const table = Table.fromRows([{ A: 1, B: 'x' }]);
    const written = await write([table, table], 'two.csv.gz');

    expect(gunzipSync(readFileSync(written.path)).toString()).toBe('A,B\n1,x\n1,x\n');
    expect(String(written)).toMatch(/two\.csv\.gz: 2 rows, \d+ bytes/);
  });

  test('writes an array of rows', async () => {
    await write([{ A: 1.5, B: 'x' }], 'rows.csv');

    expect(readFileSync(join(folder.path, 'rows.csv'), 'utf8')).toBe('A,B\n1.5,x\n');
  });

  test('leaves the old file, and nothing else, when the rows end with an error or the signal fires', async () => {
    given('old', 'kept.csv');
    const before = readdirSync(folder.path);
    const controller = new AbortController();
    const failing = async function* (act: () => void) {
      yield Table.fromRows([{ A: 1 }]);
      act();
      yield Table.fromRows([{ A: 2 }]);
    };

    const failed = write(
      failing(() => {
        throw new Error('no more rows');
      }),
      'kept.csv',
    );
    await expect(failed).rejects.toThrow('no more rows');
    const aborted = write(
      failing(() => controller.abort(new Error('stop'))),
      'kept.csv',
      {},
      controller.signal,
    );
    await expect(aborted).rejects.toThrow('stop');
    await expect(
      write(
        failing(() => {
          throw new Error('no more rows');
        }),
        'new.csv.gz',
      ),
    ).rejects.toThrow('no more rows');
    expect(readFileSync(join(folder.path, 'kept.csv'), 'utf8')).toBe('old');
    expect(readdirSync(folder.path)).toEqual(before);
  });

  test.each([
    ['a folder that is not there', join('none', 'a.csv'), {}, /there is no folder .*none/],
    ['an unknown option', 'a.csv', { sep: ';' }, /there is no option sep/],
    ['a long delimiter', 'a.csv', { delimiter: '||' }, /delimiter is one character/],
  ])('refuses %s', async (_, name, options, message) => {
    const writing = write([{ A: 1 }], name, options as WriteCsvOptions);

    await expect(writing).rejects.toMatchObject({ name: 'UserError', message: expect.stringMatching(message) });
  });
});
