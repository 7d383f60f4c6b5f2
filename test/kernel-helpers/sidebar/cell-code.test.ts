import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { answerRequest } from 'kernel-helpers/sidebar/answer-request';
import { Redactor } from 'kernel-helpers/sidebar/redactor';
import { SharedLogin } from 'kernel-helpers/sidebar/shared-login';
import { CellCode, type CodeKind } from 'kernel-helpers/sidebar-contract/index';
import { type KernelOnAccount, startKernelOnAccount } from '../kernel/with-account/support/kernel-on-account';

const STRANGE_NAMES = [
  'we"ird',
  'lower',
  'with space',
  '<img src=x onerror=alert(1)>',
  `\${x}`,
  '`tick`',
  "it's",
  'back\\slash',
  '*/ //',
  'two\nlines',
  '2020',
  'ORDER',
  'größe',
];

let on: KernelOnAccount;
let login: SharedLogin;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

async function cellFor(code: CodeKind, path: readonly string[]): Promise<string> {
  const context = { signal: new AbortController().signal, emit: () => undefined, snowflake: login };
  return CellCode.parse(await answerRequest({ method: 'cellCode', params: { code, path } }, context)).source;
}

beforeAll(async () => {
  on = await startKernelOnAccount();
  login = new SharedLogin(new Redactor());
  const statements = [
    'create database SHOP',
    'create schema SHOP.S',
    `create table SHOP.S.ALL_TYPES (N number(10,0) not null, BIG number(38,0), CENTS number(10,2), LONG number(38,2),
       F float, YES boolean, T varchar, D date, CLOCK time, NTZ timestamp_ntz, TZ timestamp_tz, DOC variant, BYTES binary)`,
    `insert into SHOP.S.ALL_TYPES select 7, 12345678901234567890123456789012345678, 1.10, 123456789012345678901.25, 0.1, true,
       'text', '2024-02-29'::date, '12:34:56'::time, '2024-02-29 12:00:00.5'::timestamp_ntz,
       '2024-02-29 12:00:00 +0000'::timestamp_tz, parse_json('{"a":1}'), to_binary('0A0B')`,
    'insert into SHOP.S.ALL_TYPES (N) values (8)',
    ...STRANGE_NAMES.flatMap((name) => [
      `create table SHOP.S.${quoted(name)} (${quoted(name)} float, LABEL float)`,
      `insert into SHOP.S.${quoted(name)} values (1, 2)`,
    ]),
  ];
  for (const statement of statements) await (await on.observer.execute(statement)).close();
}, 90_000);

afterAll(async () => {
  await login?.close();
  await on?.close();
});

describe('the cell with the type of a row', () => {
  test('says for every type of column what its values are', async () => {
    const source = await cellFor('row-type', ['SHOP', 'S', 'ALL_TYPES']);

    expect(/interface[^}]*}/.exec(source)?.[0]).toBe(`interface AllTypes {
  readonly N: number;
  readonly BIG: number | bigint | null;
  readonly CENTS: number | null;
  readonly LONG: number | Decimal | null;
  readonly F: number | null;
  readonly YES: boolean | null;
  readonly T: string | null;
  readonly D: CalendarDate | null;
  readonly CLOCK: string | null;
  readonly NTZ: Timestamp | null;
  readonly TZ: Timestamp | null;
  readonly DOC: string | null;
  readonly BYTES: string | null;
}`);
  });

  test('runs, and the values of its rows are what their types say', async () => {
    await on.run(await cellFor('row-type', ['SHOP', 'S', 'ALL_TYPES']));
    const { result } = await on.run(`
      const rows = (await snowflake.sql<AllTypes>\`select * from SHOP.S.ALL_TYPES\`).toRows();
      const kinds = (row: AllTypes) => Object.values(row).map((value: unknown) =>
        value === null ? 'null' : typeof value === 'object' ? value.constructor.name : typeof value).join(' ');
      rows.map(kinds).sort().join(' / ')`);

    expect(result?.['text/plain']).toBe(
      "'number bigint number Decimal number boolean string CalendarDate string Timestamp Timestamp string string / " +
        `number${' null'.repeat(12)}'`,
    );
  });
});

describe('the cell with a query', () => {
  test('gives the rows their type, so that a column that is not there is an error of the compiler', async () => {
    await on.run(await cellFor('query', ['SHOP', 'S', 'ALL_TYPES']));

    const { error } = await on.kernel.execute('allTypes.filter(row => row.CENT > 1)');

    expect(String(error?.evalue)).toContain("Property 'CENT' does not exist on type 'AllTypes'. Did you mean 'CENTS'?");
  });

  test('may be inserted twice', async () => {
    const source = await cellFor('query', ['SHOP', 'S', 'ALL_TYPES']);
    await on.run(source);

    expect((await on.kernel.execute(source)).error).toBeUndefined();
  });

  test('leaves out a type that would be longer than people want to read', async () => {
    const columns = Array.from({ length: 41 }, (_, place) => `C${place} float`);
    await (await on.observer.execute(`create table SHOP.S.WIDE (${columns.join(', ')})`)).close();

    expect(await cellFor('query', ['SHOP', 'S', 'WIDE'])).toMatch(/const wide = await snowflake\.sql`select \* from/);
  });
});

describe.each(STRANGE_NAMES.map((name) => [JSON.stringify(name), name]))(
  'for a table with the name %s',
  (_shown, name) => {
    test('the query reads its rows, and each has its columns', async () => {
      const read = `(({ ${JSON.stringify(name)}: value, LABEL }) => value + LABEL)`;
      const { result } = await on.run(`${await cellFor('query', ['SHOP', 'S', name])}.toRows().map${read}[0]`);

      expect(result?.['text/plain']).toBe('3');
    });

    test('the training job is planned for it, and for its last column with numbers', async () => {
      const planned = (await cellFor('training', ['SHOP', 'S', name]))
        .replace('await buildTrainingImage()', "{ uri: 'none' }")
        .replace(/const job = await ([\s\S]*)\.start\(\);$/, 'const { options } = $1;');
      await on.run(planned);
      const { result } = await on.run("Buffer.from(JSON.stringify([options.table, options.target])).toString('hex')");

      const table = name === 'ORDER' ? '"ORDER"' : quoted(name);
      const told = Buffer.from(String(result?.['text/plain']).replaceAll("'", ''), 'hex').toString();
      expect(JSON.parse(told)).toEqual([`SHOP.S.${table}`, 'LABEL']);
    });
  },
);
