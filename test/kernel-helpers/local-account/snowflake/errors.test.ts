import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../../kernel-helpers/src/dataset/seeded-random';
import { type Client, connectWithSchema } from './support/driver';
import { startAccount, type TestAccount } from './support/local-account';

/** A user's faults, and Snowflake's code, SQL state and words for each. `t` has A, B and S; `u` has A and C. */
const FAULTS: readonly (readonly [sql: string, code: string, sqlState: string, words: string])[] = [
  ['select a from t join u on t.a = u.a', '002028', '42601', "ambiguous column name 'A'"],
  [
    'select a, sum(b) from t',
    '001104',
    '42601',
    "'A' in select clause is neither an aggregate nor in the group by clause",
  ],
  ['select t.a, b from t group by b', '001104', '42601', 'neither an aggregate nor in the group by clause'],
  ['select sum(a) from t group by sum(a)', '000979', '42601', 'not a valid group by expression'],
  ['select a from t group by 7', '000979', '42601', 'not a valid group by expression'],
  ['select a from t order by 7', '000976', '42601', 'not a valid order by expression'],
  ['select a from t where sum(a) > 1', '002035', '42601', 'Invalid aggregate function in where clause'],
  ['select sum(count(a)) from t', '099999', '42601', 'Aggregate functions cannot be nested'],
  ['select a from t where row_number() over (order by a) = 1', '099999', '42601', 'Window function appears outside'],
  ['insert into t values (1, 2)', '002020', '21S01', 'expecting 3 but got 2'],
  ['insert into t (a, b) values (1, 2, 3)', '002020', '21S01', 'expecting 2 but got 3'],
  ['insert into t (a) select 1, 2', '002020', '21S01', 'expecting 1 but got 2'],
  ['insert into t (a, a) values (1, 2)', '002025', '42S21', "duplicate column name 'A'"],
  ['insert into t (a, nope) values (1, 2)', '000904', '42000', "invalid identifier 'NOPE'"],
  ['update t set nope = 1', '000904', '42000', "invalid identifier 'NOPE'"],
  ['insert into t (m) values (1)', '000904', '42000', "invalid identifier 'M'"],
  ['update t set m = 1', '000904', '42000', "invalid identifier 'M'"],
  ['update t as x set m = 1', '000904', '42000', "invalid identifier 'M'"],
  ['update t set a = m', '000904', '42000', "invalid identifier 'M'"],
  ['insert into t (a, m) select 1, 2', '000904', '42000', "invalid identifier 'M'"],
  ['insert into t ("my col") values (1)', '000904', '42000', 'invalid identifier \'"my col"\''],
  ['update t set "my col" = 1', '000904', '42000', 'invalid identifier \'"my col"\''],
  ['update t set "m" = 1', '000904', '42000', 'invalid identifier \'"m"\''],
  ['insert into t ("not in table!") values (1)', '000904', '42000', 'invalid identifier \'"not in table!"\''],
  ['update t set a = 1, a = 2', '002025', '42S21', "duplicate column name 'A'"],
  ['select * from t x, t x', '099999', '42601', "duplicate alias 'X'"],
  ['select (select 1, 2)', '099999', '42601', 'Scalar subquery with multi-column SELECT clause'],
  ['select current_date < true', '001038', '22023', 'into expected type [DATE]'],
  ['delete from t where nope = 1', '000904', '42000', "invalid identifier 'NOPE'"],
  ['select nope from t', '000904', '42000', "invalid identifier 'NOPE'"],
  ['select t.nope from t', '000904', '42000', "invalid identifier 'T.NOPE'"],
  ['select x.a from t', '000904', '42000', "invalid identifier 'X"],
  ['select * exclude (nope) from t', '000904', '42000', "invalid identifier 'NOPE'"],
  ['select "a" from t', '000904', '42000', 'invalid identifier \'"a"\''],
  ['select 1 union select 1, 2', '001789', '42601', 'invalid number of result columns for set operator'],
  ['select * from (values (1), (1, 2))', '002020', '21S01', 'same number of values'],
  ['select * from t as x(a, b, c, d, e)', '002020', '21S01', 'expecting 3 but got 5'],
  ['select (select a from t)', '090150', '22000', 'Single-row subquery returns more than one row'],
  ["select abs('2020-01-01'::date)", '001044', '42P13', "Invalid argument types for function 'ABS': (DATE)"],
  ["select 'x'::int", '100038', '22018', "Numeric value 'x' is not recognized"],
  ["select 'x'::boolean", '100037', '22018', "Boolean value 'x' is not recognized"],
  ["select 'x'::date", '100040', '22007', "Date 'x' is not recognized"],
  ["select 'x'::timestamp_ntz", '100035', '22007', "Timestamp 'x' is not recognized"],
  ["select parse_json('{')", '100069', '22P02', 'Error parsing JSON'],
  ["select regexp_like('a', '(')", '100048', '2201B', 'Invalid regular expression'],
  ["select to_binary('xyz')", '100115', '22000', 'not a legal hex-encoded value'],
  ['select 1 / 0', '100051', '22012', 'Division by zero'],
  ['select mod(1, 0)', '100051', '22012', 'Division by zero'],
  ['select 99999999999999999999999999999999999999 * 10', '100046', '22003', 'Number out of representable range'],
  ['select 1000::number(3,0)', '100046', '22003', 'Number out of representable range'],
  ['create table d (x int, x int)', '002025', '42S21', "duplicate column name 'X'"],
  ['select no_such_thing(1)', '002140', '42601', 'Unknown function NO_SUCH_THING'],
  ['select list_value(1)', '002140', '42601', 'Unknown function LIST_VALUE'],
  ['select read_csv(1)', '002140', '42601', 'Unknown function READ_CSV'],
  ['select * from duckdb_tables()', '002140', '42601', 'Unknown function'],
  ["select jarowinkler_similarity('a', 'b')", '000002', '0A000', 'JAROWINKLER_SIMILARITY'],
  ["select parse_url('a')", '000002', '0A000', 'PARSE_URL'],
  ['select haversine(1, 2, 3, 4)', '000002', '0A000', 'HAVERSINE'],
  ['select * from t where', '001003', '42000', 'syntax error'],
  ['select from where', '001003', '42000', 'syntax error'],
  ['select (1', '001003', '42000', 'syntax error'],
];

/** Words that only DuckDB says, and parts of the names that we gave things inside it. */
const INSIDE =
  /Binder|Catalog Error|Parser Error|Conversion Error|Invalid Input|Out of Range Error|Not implemented|[Cc]andidate|Did you mean|LINE \d|[Dd]uck|polyglot|\bsf_|_LITERAL|HUGEINT|BIGINT|explicit (?:type )?cast|ZQ[NT]\d|\u0333|\u241f|"temp"|DECIMAL\(|\bSTRUCT\b|TIMESTAMPTZ|[Mm]acro/;

/** Statements that run; the mutations below break them in every way. */
const SEEDS: readonly string[] = [
  "select a, sum(b) over (partition by s order by a rows between 1 preceding and current row) as w from t where s like 'x%' order by 1",
  'with c as (select a, b * 2 as d from t) select c.a, max(d) from c join u on c.a = u.a group by c.a having max(d) > 1',
  "select case when a > 1 then 'x' else s end, coalesce(b, 0), iff(a = 1, b, a) from t qualify row_number() over (order by a) = 1",
  "select dateadd(day, a, '2020-01-01'::date), datediff('month', '2020-01-01'::date, current_date()), date_trunc('week', current_timestamp()) from t",
  "insert into t (a, b, s) select a, c, 'z' from u where a in (select a from t)",
  'update t set b = b + 1, s = upper(s) from u where t.a = u.a and u.c is not null',
  'delete from t using u where t.a = u.a and u.c between 1 and 2',
  "select parse_json('{\"a\": [1, 2]}'):a[0]::int + 1, object_construct('k', a), array_construct(a, s) from t",
  "select split_part(s, ',', 1), substr(s, 2, 3), regexp_replace(s, '[a-z]', '-'), to_char(b), try_cast(s as int) from t",
  "select listagg(s, ',') within group (order by a), median(a), percentile_cont(0.5) within group (order by b), count(distinct s) from t",
  'select a from t union all select c from u minus select 2 order by 1 limit 3 offset 1',
  "create or replace temporary table n (a int not null, b varchar(3) default 'x') ",
  'select t.*, u.c from t left join u using (a) order by c nulls last',
  'select seq4(), uniform(1, 10, random(1)) from table(generator(rowcount => 3))',
];

const SPARE =
  "a b s c t u x nope 1 0 -1 2.5 'x' '' null ( ) , . :: : + / = * select from sum( count(*) over () interval int date variant \"q\" [ ] true".split(
    ' ',
  );

/** A statement with one to three of its words dropped, doubled, swapped or replaced. */
function mutate(sql: string, random: () => number): string {
  const words = sql.match(/\w+|'[^']*'|"[^"]*"|\s+|[^\w\s]/g) ?? [];
  const pick = (count: number) => Math.floor(random() * count);
  for (let change = 0; change <= pick(3); change += 1) {
    const at = pick(words.length);
    const kind = pick(4);
    if (kind === 0) words.splice(at, 1);
    else if (kind === 1) words.splice(at, 0, words[at] ?? '');
    else if (kind === 2) words.splice(at, 1, SPARE[pick(SPARE.length)] ?? '');
    else words.splice(at, 1, words[pick(words.length)] ?? '');
  }
  return words.join('');
}

describe('errors', () => {
  let account: TestAccount;
  let client: Client;
  beforeAll(async () => {
    account = await startAccount();
    client = await connectWithSchema(account.snowflake);
    await client.rows('create table t (a int, b number(10,2), s varchar)');
    await client.rows("insert into t values (1, 1.5, 'x,y'), (2, 2.5, 'z')");
    await client.rows('create table u (a int, c int)');
    await client.rows('insert into u values (1, 7), (3, 8)');
  });
  afterAll(async () => {
    await client.close();
    await account.remove();
  });

  test.each(FAULTS)('%s fails as on the service', async (sql, code, sqlState, words) => {
    const failure = await client.fails(sql);

    expect(failure).toEqual({ code, sqlState, message: expect.stringContaining(words) });
    expect(failure.message).not.toMatch(INSIDE);
  });

  test.each(SEEDS)('%s runs', async (sql) => {
    expect(await client.rows(sql)).toBeDefined();
  });

  test('no answer to a malformed statement holds words of the engine or of the translator', async () => {
    const random = seededRandom(20_261_126);
    const found: string[] = [];
    for (let round = 0; round < 600; round += 1) {
      const sql = mutate(SEEDS[round % SEEDS.length] ?? '', random);
      const message = await client.rows(sql).then(
        () => '',
        (error: unknown) => String(error),
      );
      // A word of the statement itself may come back.
      const words = INSIDE.exec(message.replaceAll(sql, ''))?.[0];
      if (words !== undefined) found.push(`${words} in the answer to ${sql}: ${message}`);
    }

    expect(found).toEqual([]);
  });

  test('a fault of the translator says whose it is and asks for a report', async () => {
    const failure = await client.fails('select * from (select 1 as a) as x natural join (select 1 as b) as y');

    expect(failure).toMatchObject({
      code: '000603',
      sqlState: 'XX000',
      message: expect.stringContaining('Please report it'),
    });
  });
});
