import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { DataFrame as DanfoFrame } from 'danfojs-node';
import { isUserError } from 'kernel-helpers/errors';
import { type LoadData, ROWS_PER_BATCH } from 'kernel-helpers/snowflake/load/load-data';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { identifier } from 'kernel-helpers/snowflake/statement/identifiers';
import { Table } from 'kernel-helpers/table/columnar-table';
import { compareTables } from 'kernel-helpers/table/compare-tables';
import { createDataFrame } from 'kernel-helpers/table/danfo';
import { CalendarDate } from 'kernel-helpers/values/calendar-date';
import { Decimal } from 'kernel-helpers/values/decimal';
import { Timestamp } from 'kernel-helpers/values/timestamp';
import { captureStdout } from '../../../support/capture-stdout';
import { makeTemporaryFolder } from '../../../support/temporary-folder';
import { type LocalSnowflake, startLocalSnowflake } from '../local-snowflake';

let account: LocalSnowflake;
let snowflake: Snowflake;
const folder = makeTemporaryFolder('write-table');
beforeAll(async () => {
  // Other tests load at the same time, and this one looks at what is left behind.
  jest.spyOn(os, 'tmpdir').mockReturnValue(folder.path);
  account = await startLocalSnowflake();
  snowflake = await account.connect();
});
afterAll(async () => {
  await account.close();
  jest.restoreAllMocks();
  folder.close();
});

const numbers = (count: number, first = 0) =>
  Table.fromRows(Array.from({ length: count }, (_, row) => ({ n: first + row, name: `row ${row}` })));

async function rowsOf(table: string) {
  return (await snowflake.sql`select * from ${identifier(table)}`).toRows();
}

async function stageCount(): Promise<number> {
  return (await snowflake.sql`show stages in schema DB.S`).rowCount;
}

const temporaryFolders = () => readdirSync(folder.path).filter((name) => name.startsWith('kernel-helpers-load-'));

describe('loading a table', () => {
  test('leaves the umask of the process as it was, also when loads overlap', async () => {
    const before = process.umask(0o027);
    try {
      await Promise.all([1, 2].map((n) => snowflake.writeTable(numbers(3), `masked_${n}`)));

      expect(process.umask()).toBe(0o027);
    } finally {
      process.umask(before);
    }
  });

  test('brings every type back as it was, nulls too', async () => {
    const types = {
      REAL: 'FLOAT',
      WHOLE: 'NUMBER(19,0)',
      PRICE: 'NUMBER(38,2)',
      TEXT: 'VARCHAR(16777216)',
      FLAG: 'BOOLEAN',
      DAY: 'DATE',
      CLOCK: 'TIMESTAMP_NTZ(9)',
      INSTANT: 'TIMESTAMP_LTZ(9)',
    };
    const utc = (text: string) => new Timestamp({ ...Timestamp.from(text) }, 'UTC');
    const rows = [
      {
        REAL: 0.1,
        WHOLE: 7_000_000_000_000_000_000n,
        PRICE: Decimal.from('12345678901234567890123.45'),
        TEXT: 'é "quoted" \\ \n 𝒳',
        FLAG: true,
        DAY: CalendarDate.from('9999-12-31'),
        CLOCK: Timestamp.from('9999-12-31T23:59:59'),
        INSTANT: utc('9999-12-31T23:59:59.999Z'),
      },
      Object.fromEntries(Object.keys(types).map((name) => [name, null])),
      {
        REAL: -2.5e-300,
        WHOLE: -7_000_000_000_000_000_001n,
        PRICE: -1.1,
        TEXT: '',
        FLAG: false,
        DAY: CalendarDate.from('0001-01-01'),
        CLOCK: Timestamp.from('0001-01-01T00:00:00.000001'),
        INSTANT: utc('1969-12-31T23:59:59.999Z'),
      },
    ];
    const sent = Table.fromRows(rows);

    const report = await snowflake.writeTable(sent, 'every_type');

    const read = await snowflake.sql`select * from every_type`;
    expect(report).toMatchObject({ table: 'EVERY_TYPE', rows: 3, parts: 1 });
    expect(read.toRows()).toEqual(rows);
    expect(compareTables(sent, read).same).toBe(true);
    expect(
      Object.fromEntries((await snowflake.listColumns('every_type')).items.map(({ name, type }) => [name, type])),
    ).toEqual(types);
    await snowflake.writeTable(read, 'every_type', { ifExists: 'append' });
    expect(await rowsOf('every_type')).toHaveLength(6);
  });

  test('brings texts back of every length that its compression writes in another way', async () => {
    const lengths = [0, 1, 3, 4, 59, 60, 61, 64, 65, 68, 255, 256, 257, 2047, 2048, 2049, 65_535, 65_537, 70_001];
    const mixed = (length: number) =>
      Array.from({ length }, (_, n) => String.fromCharCode(97 + ((n * n * 7919) % 26))).join('');
    const rows = lengths.flatMap((length) => [{ TEXT: 'é'.repeat(length) }, { TEXT: mixed(length) }, { TEXT: null }]);

    await snowflake.writeTable(rows, 'lengths');

    expect(await rowsOf('lengths')).toEqual(rows);
  });

  test('makes a TIMESTAMP_LTZ of Dates, and a DATE of midnights', async () => {
    const rows = [{ at: new Date('2024-01-03T12:34:56.789Z'), day: new Date('2024-01-03') }];

    await snowflake.writeTable(Table.fromRows(rows), 'dates');

    expect((await snowflake.listColumns('dates')).items.map(({ type }) => type)).toEqual(['TIMESTAMP_LTZ(9)', 'DATE']);
    const [row] = await rowsOf('dates');
    expect((row.AT as Timestamp).toDate()).toEqual(rows[0].at);
    expect(String(row.DAY)).toBe('2024-01-03');
  });

  test('takes a danfo DataFrame; whole numbers become NUMBER(10,0)', async () => {
    const frame = createDataFrame([
      { name: 'city', type: 'string', values: ['Fresno', 'Eureka'] },
      { name: 'people', type: 'int32', values: [540_000, 26_000] },
    ]);

    await snowflake.writeTable(frame, 'cities');

    expect(await rowsOf('cities')).toEqual([
      { CITY: 'Fresno', PEOPLE: 540_000 },
      { CITY: 'Eureka', PEOPLE: 26_000 },
    ]);
    expect((await snowflake.listColumns('cities')).items[1]).toMatchObject({ name: 'PEOPLE', type: 'NUMBER(10,0)' });
  });

  test("takes a frame of danfo's own type", async () => {
    const frame = new DanfoFrame({ city: ['Fresno', 'Eureka'], coast: [false, true] });

    await snowflake.writeTable(frame, 'own_cities');

    expect(await rowsOf('own_cities')).toEqual([
      { CITY: 'Fresno', COAST: false },
      { CITY: 'Eureka', COAST: true },
    ]);
  });

  test('says how many rows and bytes it sent, and no time', async () => {
    const report = await snowflake.writeTable(numbers(1000), 'reported');

    expect(inspect(report)).toMatch(/^1,000 rows loaded into REPORTED \(1 Parquet file, 0\.0 MB\)$/);
    expect(report.seconds).toBeGreaterThan(0);
  });

  test('makes an empty table of no rows', async () => {
    expect(await snowflake.writeTable(numbers(1).slice(0, 0), 'empty')).toMatchObject({ rows: 0, parts: 0 });
    expect(await rowsOf('empty')).toEqual([]);
  });

  test('refuses a table that exists, until it is told what to do', async () => {
    await snowflake.writeTable(numbers(2), 'twice');

    await expect(snowflake.writeTable(numbers(2), 'twice')).rejects.toThrow(
      "Table twice exists already. Pass { ifExists: 'replace' } to put these rows in place of its rows, or 'append' to add them.",
    );
    await snowflake.writeTable(numbers(1, 5), 'twice', { ifExists: 'append' });
    expect((await rowsOf('twice')).map((row) => row.N)).toEqual([0, 1, 5]);
    await snowflake.writeTable(numbers(1, 7), 'twice', { ifExists: 'replace' });
    expect((await rowsOf('twice')).map((row) => row.N)).toEqual([7]);
  });

  test('replaces a table with other columns in one step', async () => {
    await snowflake.writeTable(numbers(2), 'changing');

    await snowflake.writeTable(Table.fromRows([{ OTHER: true }]), 'changing', { ifExists: 'replace' });

    expect(await rowsOf('changing')).toEqual([{ OTHER: true }]);
    const tables = (await snowflake.listTables('DB.S')).items.map(({ name }) => name);
    expect(tables.filter((name) => name.startsWith('KERNEL_HELPERS'))).toEqual([]);
  });

  test('puts rows in place of those of a table that keeps all else that it has', async () => {
    await snowflake.sql`create table kept (n number(5,1) not null, name varchar(9)) comment = 'made by hand'`;
    await snowflake.sql`insert into kept values (1, 'old')`;
    const columns = await snowflake.listColumns('kept');

    await snowflake.writeTable([{ name: 'new', n: 2.5 }], 'kept', { ifExists: 'truncate' });

    expect(await rowsOf('kept')).toEqual([{ N: 2.5, NAME: 'new' }]);
    expect(await snowflake.listColumns('kept')).toEqual(columns);
    const [shown] = (await snowflake.sql`show tables like 'KEPT' in schema DB.S`).toRows();
    expect(shown.comment).toBe('made by hand');
    await expect(snowflake.writeTable([{ n: 1 }], 'kept', { ifExists: 'truncate' })).rejects.toThrow(
      "Table kept has the columns NAME too, and { ifExists: 'truncate' } needs all of them.",
    );
    await expect(snowflake.writeTable([{ n: 0.25, name: '' }], 'kept', { ifExists: 'truncate' })).rejects.toThrow(
      '0.25 in row 0 would be rounded',
    );
    expect(await rowsOf('kept')).toEqual([{ N: 2.5, NAME: 'new' }]);
  });

  test('brings values back that tables hold as text of their own kind', async () => {
    await snowflake.sql`create table documents (v variant, o object, l array, b binary)`;
    await snowflake.sql`insert into documents select parse_json('{"a":[1,null,"x"]}'), object_construct('k', 1.5),
      array_construct(1, 'two'), to_binary('00FF7F') union all select null, null, null, null`;
    const read = await snowflake.sql`select * from documents`;

    await snowflake.writeTable(read, 'documents_again');
    await snowflake.writeTable(read, 'documents_again', { ifExists: 'append' });

    const again = await snowflake.sql`select * from documents_again`;
    expect(again.toRows()).toEqual([...read.toRows(), ...read.toRows()]);
    expect(again.columns.map(({ type }) => type)).toEqual(read.columns.map(({ type }) => type));
  });

  test('names a column that the table does not have before it sends anything', async () => {
    await snowflake.writeTable(numbers(1), 'narrow');
    const before = await stageCount();

    await expect(
      snowflake.writeTable(Table.fromRows([{ n: 1, colour: 'red' }]), 'narrow', { ifExists: 'append' }),
    ).rejects.toThrow('Table narrow has no column COLOUR; it has N, NAME.');
    expect(await stageCount()).toBe(before);
  });

  test('refuses columns that have one name in Snowflake, all at once', async () => {
    const table = Table.fromRows([{ a: 1, A: 2, b: 3, B: 4 }]);

    await expect(snowflake.writeTable(table, 'folded')).rejects.toThrow(
      'The data cannot be loaded: a and A are both A in Snowflake; b and B are both B in Snowflake. Rename the columns.',
    );
    await snowflake.writeTable(table.select('a', 'B'), 'folded', { preserveCase: true });
    expect(await rowsOf('folded')).toEqual([{ a: 1, B: 4 }]);
  });

  test.each([
    ['text', 'a,b', 'writeTable() takes a Table, a danfo DataFrame, an array of rows'],
    ['rows that are no objects', [{ a: 1 }, 5], 'Row 1 is 5; writeTable() needs objects with one key for each column'],
    ['rows that are arrays', [[1, 2]], 'Row 0 is an array; writeTable() needs objects'],
    ['no rows', [], 'The data cannot be loaded: it has no columns.'],
    ['an iterable of nothing', new Set(), 'The data cannot be loaded: it has no columns.'],
  ])('refuses %s, and says what it takes', async (_what, data: unknown, reason) => {
    await expect(snowflake.writeTable(data as Table, 'refused')).rejects.toThrow(reason);
  });

  const LETTERS = ['a', 'b', 'c'];
  const letterRows = () => LETTERS.map((letter, n) => ({ letter, n }));
  test.each<[string, () => LoadData]>([
    ['an array of rows', () => letterRows()],
    ['an array of Tables', () => letterRows().map((row) => Table.fromRows([row]))],
    ['an iterable of rows', () => letterRows().values()],
    [
      'an async iterable of rows',
      async function* () {
        yield* letterRows();
      },
    ],
    [
      'an async iterable of Tables whose columns are in another order',
      async function* () {
        yield Table.fromRows(letterRows().slice(0, 2));
        yield Table.fromRows(letterRows().slice(2)).select('n', 'letter');
      },
    ],
  ])('takes %s', async (_what, data) => {
    const report = await snowflake.writeTable(data(), 'letters', { ifExists: 'replace' });

    expect(report.rows).toBe(3);
    expect(await rowsOf('letters')).toEqual(LETTERS.map((LETTER, N) => ({ LETTER, N })));
  });

  test('takes more rows than it makes into columns together, and names a later row that does not fit', async () => {
    const rows = function* (last: unknown) {
      for (let n = 0; n < ROWS_PER_BATCH; n += 1) yield { n, half: n % 2 === 0 ? null : n / 2 };
      yield { n: last, half: null };
    };

    await snowflake.writeTable(rows(-1), 'streamed');
    const refusal = snowflake.writeTable(rows('none'), 'streamed', { ifExists: 'replace' });

    await expect(refusal).rejects.toThrow(
      'column N is FLOAT, but the data hold text; convert them first, first in row 50000. ' +
        'Nothing was loaded; 50000 rows before these would fit.',
    );
    const [counts] = (await snowflake.sql`select count(*) as n, count(half) as h, min(n) as m from streamed`).toRows();
    expect(counts).toEqual({ N: ROWS_PER_BATCH + 1, H: ROWS_PER_BATCH / 2, M: -1 });
    expect(await stageCount()).toBe(0);
  });

  test('copies a result of any length batch by batch', async () => {
    await snowflake.writeTable(numbers(2000), 'source');
    const result = await snowflake.execute('select n, name, n * 1e30::number(38,2) as wide from source order by n');

    const report = await snowflake.writeTable(result.batches({ rows: 700 }), 'copied');

    const [before, after] = [await result.read(), await snowflake.sql`select * from copied order by n`];
    expect(report.rows).toBe(2000);
    expect(after.toRows()).toEqual(before.toRows());
    expect(after.columns.map(({ type }) => type)).toEqual(before.columns.map(({ type }) => type));
  });

  test('ends an iterable that it does not read to its end, and stops waiting for one when it is interrupted', async () => {
    const ended: string[] = [];
    const rows = async function* () {
      try {
        yield Table.fromRows([{ a: 1 }]);
        yield Table.fromRows([{ b: 1 }]);
      } finally {
        ended.push('rows');
      }
    };
    const interrupt = new AbortController();
    const endless = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise<IteratorResult<Table>>(() => undefined) }),
    };

    await expect(snowflake.writeTable(rows(), 'cut_short')).rejects.toThrow(
      'The table that begins at row 1 has the columns b, but the first one has a.',
    );
    const waiting = snowflake.writeTable(endless, 'cut_short', { signal: interrupt.signal });
    interrupt.abort(new Error('enough'));
    await captureStdout(() => expect(waiting).rejects.toThrow('enough'));

    expect(ended).toEqual(['rows']);
  });

  test('keeps the case of a quoted table name, and finds the schema it is told', async () => {
    await snowflake.sql`create schema DB.OTHER`;
    await snowflake.sql`use schema DB.S`;

    await snowflake.writeTable(numbers(1), 'db.other."my table"');

    expect((await snowflake.listTables('db.other')).items.map(({ name }) => name)).toEqual(['my table']);
  });

  test('leaves no temporary file and no stage behind', async () => {
    const [folders, stages] = [temporaryFolders(), await stageCount()];

    let during: readonly string[] = [];

    await snowflake.writeTable(numbers(10), 'tidy', {
      onProgress: () => {
        during = temporaryFolders();
      },
    });

    expect(during).toHaveLength(1);
    expect(temporaryFolders()).toEqual(folders);
    expect(await stageCount()).toBe(stages);
  });

  test('removes the files of a load whose process was killed, and of no other', async () => {
    const killed = spawnSync(process.execPath, ['-e', '']).pid;
    const left = (pid: number) => join(folder.path, `kernel-helpers-load-${os.hostname()}-${pid}-aBcDeF`);
    for (const pid of [killed, process.ppid]) {
      mkdirSync(left(pid));
      writeFileSync(join(left(pid), 'part-0.parquet'), 'rows');
    }

    await snowflake.writeTable(numbers(1), 'after_a_kill');

    expect(temporaryFolders().map((name) => join(folder.path, name))).toEqual([left(process.ppid)]);
    rmSync(left(process.ppid), { recursive: true });
  });

  test('tells how far it has come', async () => {
    const steps: unknown[] = [];

    await snowflake.writeTable(numbers(10), 'watched', { onProgress: (step) => steps.push(step) });

    expect(steps).toEqual([{ rowsSent: 10, rowCount: 10, bytesSent: expect.any(Number), secondsLeft: 0 }]);
  });

  test('says on rows read back that they are made up, in another session too', async () => {
    const standIn = new Table(numbers(2).columns, { origin: 'synthetic stand-in: no internet' });
    await snowflake.writeTable(standIn, 'made_up');
    const other = await account.connect();

    const read = await other.sql`select n from made_up`;

    expect(read.origin).toBe('synthetic stand-in: no internet');
    expect(inspect(read)).toContain('synthetic stand-in');
    await snowflake.writeTable(numbers(2), 'made_up', { ifExists: 'replace' });
    expect((await snowflake.sql`select n from made_up`).origin).toBeUndefined();
  });
});

describe('a load that goes wrong', () => {
  /** A year that JavaScript allows, but that Snowflake cannot read in a timestamp. */
  const FAR = new Timestamp({ milliseconds: Date.UTC(123_456, 0), nanoseconds: 0, offsetMinutes: 0 });

  test.each(['append', 'replace'] as const)(
    'leaves the old rows when Snowflake refuses a new one: %s',
    async (ifExists) => {
      const name = `guarded_${ifExists}`;
      await snowflake.sql`create table ${identifier(name)} (at timestamp_tz, name varchar)`;
      await snowflake.sql`insert into ${identifier(name)} values ('2024-01-01T00:00:00Z', 'old')`;
      const stages = await stageCount();
      const rows = Table.fromRows([
        { AT: Timestamp.from('2024-01-02T00:00:00Z'), NAME: 'ok' },
        { AT: FAR, NAME: 'ok' },
      ]);

      const outcome = await snowflake.writeTable(rows, name, { ifExists }).catch((error: unknown) => error);

      expect(isUserError(outcome)).toBe(true);
      expect(String(outcome)).toContain('Nothing of this COPY was loaded');
      expect((await rowsOf(name)).map((row) => row.NAME)).toEqual(['old']);
      expect(await stageCount()).toBe(stages);
    },
  );

  test('leaves no table where there was none, and no file', async () => {
    const folders = temporaryFolders();
    const interrupt = new AbortController();

    const load = () =>
      snowflake.writeTable(numbers(10), 'never', {
        signal: interrupt.signal,
        onProgress: () => interrupt.abort(new Error('enough')),
      });
    const said = await captureStdout(() => expect(load()).rejects.toThrow());

    expect(said).toBe('Loading never was interrupted: the table is as it was before.\n');
    expect((await snowflake.listTables('DB.S')).items.map(({ name }) => name)).not.toContain('NEVER');
    expect(temporaryFolders()).toEqual(folders);
  });

  test('keeps other statements of the session out of its transaction', async () => {
    await snowflake.sql`create table beside (n float)`;
    await snowflake.sql`create table filled (at timestamp_tz)`;
    const good = Timestamp.from('2024-01-02T00:00:00Z');
    const bad = Table.fromRows(Array.from({ length: 100_000 }, (_, row) => ({ at: row === 99_999 ? FAR : good })));
    let isLoading = true;
    let inserted = 0;

    const load = snowflake.writeTable(bad, 'filled', { ifExists: 'append' }).finally(() => {
      isLoading = false;
    });
    const refusal = expect(load).rejects.toThrow('Nothing of this COPY was loaded');
    for (; isLoading; inserted++) await snowflake.sql`insert into beside values (${inserted})`;
    await refusal;

    expect((await rowsOf('filled')).length).toBe(0);
    expect((await rowsOf('beside')).length).toBe(inserted);
  });

  test('names the schema that is not there', async () => {
    await expect(snowflake.writeTable(numbers(1), 'db.nowhere.t')).rejects.toThrow(/NOWHERE.*does not exist/);
  });
});
