import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client, connectDriver, connectWithSchema } from './support/driver';
import { startAccount, type TestAccount } from './support/local-account';

/** Patterns that make a matcher which goes back try more ways than there are atoms, on a text of `a`s and a `!`. */
const REGEXES = ['(a+)+$', '(.*)*x', '(a|aa)+$', '(a*)*b', '(.*a){20}x'];
const LIKES = [`${'%a'.repeat(12)}_b`, `${'%'.repeat(60)}b`, `${'%a_'.repeat(12)}b`];

const MANY = 'a'.repeat(120);

const STATEMENTS: readonly string[] = [
  ...REGEXES.flatMap((regex) => [
    `list @stage pattern = '${regex}'`,
    `remove @stage pattern = '${regex}'`,
    `copy into lines from @stage pattern = '${regex}' file_format = (type = csv)`,
    `select regexp_like(s, '${regex}'), rlike(s, '${regex}'), s rlike '${regex}', s regexp '${regex}' from texts`,
    `select regexp_replace(s, '${regex}', '-'), regexp_substr(s, '${regex}') from texts`,
    `select regexp_like(s, p) from texts, (values ('${regex}')) as x(p)`,
  ]),
  ...LIKES.flatMap((like) => [
    `show tables like '${like}'`,
    `select s like '${like}', s not like '${like}', s ilike '${like}', s like '${like}' escape '^' from texts`,
    `select s like p, s ilike p, s like p escape '^' from texts, (values ('${like}')) as x(p)`,
  ]),
];

describe('patterns', () => {
  let account: TestAccount;
  let client: Client;
  let other: Client;
  let folder: string;
  beforeAll(async () => {
    account = await startAccount();
    client = await connectWithSchema(account.snowflake);
    other = await connectDriver(account.snowflake);
    folder = await mkdtemp(join(tmpdir(), 'patterns-'));
    await mkdir(join(folder, 'files'));
    const file = join(folder, 'files', `${MANY}!.csv`);
    await writeFile(file, '1\n');
    await client.rows('create stage stage');
    await client.rows(`put 'file://${file}' @stage auto_compress = false`);
    await client.rows('create table lines (n int)');
    await client.rows('create table texts (s varchar)');
    await client.rows(`insert into texts values ('${MANY}!')`);
    await client.rows(`create table ${MANY} (n int)`);
  });
  afterAll(async () => {
    await client.close();
    await other.close();
    await account.remove();
    await rm(folder, { recursive: true, force: true });
  });

  /** A matcher that goes back takes minutes for each of them: the deadline of the test is the claim. */
  test.each(STATEMENTS)(
    '%s answers, and others go on meanwhile',
    async (sql) => {
      const [rows, value] = await Promise.all([client.rows(sql), other.value('select 1')]);

      expect(rows.length).toBeLessThanOrEqual(1);
      expect(value).toBe(1);
    },
    60_000,
  );

  /** https://docs.snowflake.com/en/sql-reference/functions/like, `…/ilike`: the whole text, line ends too, no escape of its own. */
  test.each([
    ['abc', 'a_c', null, true, true],
    ['ABC', 'a_c', null, false, true],
    ['abc', '_b', null, false, false],
    ['a\nc', 'a_c', null, true, true],
    ['a\n\nc', 'a%_c', null, true, true],
    ['a.c', 'a._', null, true, true],
    ['abc', 'a._', null, false, false],
    ['a(b)*[c]$', '_(b)*[c]$', null, true, true],
    ['a\\b', 'a\\_', null, true, true],
    ['a\\b', '_\\b', null, true, true],
    ['50%', '50^%', '^', true, true],
    ['505', '50^%', '^', false, false],
    ['a_b', 'a^_b', '^', true, true],
    ['axb', 'a^_b', '^', false, false],
    ['a^b', 'a^^b', '^', true, true],
    ['a^x', 'a^^_', '^', true, true],
    ['a|%', '_||%', '|', true, true],
    ['a|x%', '_||_|%', '|', true, true],
    ['🚀x', '_x', null, true, true],
    ['ÄÖ', 'ä_', null, false, true],
    ['', '_', null, false, false],
    ['', '%', null, true, true],
  ])('%j LIKE %j ESCAPE %j is %p, and ILIKE %p', async (text, pattern, escaping, like, ilike) => {
    const ending = escaping === null ? '' : ` escape '${escaping}'`;
    const binds = [text, pattern];
    const column = await client.rows(
      `select s like p${ending}, s ilike p${ending} from (select ? as s, ? as p from texts)`,
      binds,
    );
    const literal = await client.rows(
      `select s like p${ending}, s ilike p${ending} from (select ? as s, ? as p)`,
      binds,
    );
    const plain = await client.rows(`select ? like ?${ending}, ? ilike ?${ending}`, [...binds, ...binds]);

    expect([column, literal, plain]).toEqual([[[like, ilike]], [[like, ilike]], [[like, ilike]]]);
  });

  test('LIKE of null is null', async () => {
    expect(await client.rows("select null like 'a_', 'a' like null, s like null from texts")).toEqual([
      [null, null, null],
    ]);
  });
});
