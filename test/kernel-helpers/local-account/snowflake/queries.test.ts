import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client, connectWithSchema } from './support/driver';
import { startAccount, type TestAccount } from './support/local-account';

/** `t` holds (1, 'a', 10), (2, 'b', 20), (3, 'a', NULL); `u` holds (1, 'x'), (4, 'y'). */
const QUERIES: readonly (readonly [sql: string, rows: readonly (readonly unknown[])[]])[] = [
  ['SELECT id, n FROM t WHERE n > 10', [[2, 20]]],
  ['SELECT t.*, label FROM t JOIN u ON t.id = u.id', [[1, 'a', 10, 'x']]],
  [
    'SELECT id, label FROM t LEFT JOIN u USING (id) ORDER BY id',
    [
      [1, 'x'],
      [2, null],
      [3, null],
    ],
  ],
  ['SELECT COUNT(*) FROM t CROSS JOIN u', [[6]]],
  [
    'SELECT u.id, t.id FROM t FULL OUTER JOIN u ON t.id = u.id ORDER BY u.id NULLS LAST, t.id LIMIT 2',
    [
      [1, 1],
      [4, null],
    ],
  ],
  ['SELECT s, SUM(n) AS total FROM t GROUP BY s HAVING COUNT(*) > 1', [['a', 10]]],
  [
    'SELECT s, COUNT(*) FROM t GROUP BY ALL ORDER BY s',
    [
      ['a', 2],
      ['b', 1],
    ],
  ],
  [
    'SELECT s, COUNT(*) FROM t GROUP BY ROLLUP (s) ORDER BY s NULLS LAST',
    [
      ['a', 2],
      ['b', 1],
      [null, 3],
    ],
  ],
  ['SELECT DISTINCT s FROM t ORDER BY 1', [['a'], ['b']]],
  ['SELECT id FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY s ORDER BY id DESC) = 1 ORDER BY id', [[2], [3]]],
  [
    'SELECT id, SUM(n) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM t ORDER BY id',
    [
      [1, 10],
      [2, 30],
      [3, 30],
    ],
  ],
  ['SELECT id FROM t WHERE id IN (SELECT id FROM u)', [[1]]],
  ['SELECT id FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.id = t.id) ORDER BY id', [[2], [3]]],
  ['SELECT (SELECT MAX(id) FROM u) AS m', [[4]]],
  ['SELECT id FROM t UNION ALL SELECT id FROM u ORDER BY id', [[1], [1], [2], [3], [4]]],
  ['SELECT id FROM t UNION SELECT id FROM u MINUS SELECT 2 ORDER BY id', [[1], [3], [4]]],
  ['SELECT id FROM t INTERSECT SELECT id FROM u', [[1]]],
  ['WITH c AS (SELECT id * 2 AS d FROM t), e AS (SELECT d FROM c WHERE d > 2) SELECT SUM(d) FROM e', [[10]]],
  ['WITH RECURSIVE c AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM c WHERE i < 4) SELECT SUM(i) FROM c', [[10]]],
  [
    "SELECT x, y FROM (VALUES (1, 'p'), (2, 'q')) AS v (x, y) ORDER BY x",
    [
      [1, 'p'],
      [2, 'q'],
    ],
  ],
  ['SELECT column1 FROM VALUES (5)', [[5]]],
  ['SELECT TOP 1 id FROM t ORDER BY id DESC', [[3]]],
  ['SELECT id FROM t ORDER BY id LIMIT 1 OFFSET 1', [[2]]],
  ['SELECT id FROM t ORDER BY id FETCH FIRST 2 ROWS ONLY', [[1], [2]]],
  ['SELECT * EXCLUDE (n) FROM t WHERE id = 1', [[1, 'a']]],
  ['SELECT COUNT(*) FROM t SAMPLE (100)', [[3]]],
  ['SELECT COUNT(*) FROM t SAMPLE (2 ROWS)', [[2]]],
  ['SELECT COUNT(*) FROM t TABLESAMPLE BERNOULLI (0)', [[0]]],
  ["SELECT CASE s WHEN 'a' THEN 1 ELSE 2 END FROM t ORDER BY id", [[1], [2], [1]]],
  ['SELECT id FROM t ORDER BY HASH(id) LIMIT 0', []],
  ['SELECT -id, id * 2 + 1, id / 2, MOD(id, 2) FROM t WHERE id = 3', [[-3, 7, 1.5, 1]]],
  ["SELECT id /* why */ FROM t -- which\n WHERE s <> 'a'", [[2]]],
  ['SELECT "ID" FROM DB.PUBLIC."T" AS "q" WHERE "q"."ID" = 1;', [[1]]],
  ['(SELECT 1)', [[1]]],
  [
    'SELECT SEQ4(), SEQ4(), SEQ8() FROM TABLE(GENERATOR(ROWCOUNT => 2))',
    [
      [0, 0, 0],
      [1, 1, 1],
    ],
  ],
  ['SELECT COUNT(*), SUM(SEQ4()) FROM (TABLE(GENERATOR(ROWCOUNT => 4))) AS g WHERE SEQ4() > 1', [[2, 5]]],
  ['SELECT SEQ4() = SEQ4() FROM t', [[true], [true], [true]]],
  ["SELECT id FROM TABLE('t') ORDER BY id LIMIT 1", [[1]]],
  ["SELECT x.id FROM TABLE('DB.PUBLIC.u') AS x ORDER BY id", [[1], [4]]],
  ["SELECT v:b = 'x', 'x' = v:b, v:c IS NULL, v:zz IS NULL, v:b <> 'y' FROM j", [[true, true, false, true, true]]],
  [
    'SELECT v:a + 1, v:a > 4.5, v:a BETWEEN 1 AND 6, v:a IN (5), -v:a, SUM(v:a) OVER () FROM j',
    [[6, true, true, true, -5, 5]],
  ],
  [
    "SELECT v:b || '!', UPPER(v:b), v:b LIKE 'x%', v:d::DATE::VARCHAR, v:f::BOOLEAN FROM j",
    [['x!', 'X', true, '2020-01-01', true]],
  ],
  ["SELECT v:e[1] = 'q', v['e'][0]::INT, CASE v:b WHEN 'x' THEN 1 END, v:a = v:a FROM j", [[true, 1, 1, true]]],
  ["WITH c AS (SELECT v:a AS x, v FROM j) SELECT x + 1, v:b = 'x' FROM c WHERE x = 5", [[6, true]]],
  ['SELECT a.id FROM t AS a, t AS b WHERE a.id = b.id + 1 ORDER BY 1', [[2], [3]]],
];

describe('queries', () => {
  let account: TestAccount;
  let client: Client;
  beforeAll(async () => {
    account = await startAccount();
    client = await connectWithSchema(account.snowflake);
    await client.rows('CREATE TABLE t (id INT, s VARCHAR, n NUMBER(10,0))');
    await client.rows("INSERT INTO t VALUES (1, 'a', 10), (2, 'b', 20), (3, 'a', NULL)");
    await client.rows('CREATE TABLE u (id INT, label VARCHAR)');
    await client.rows("INSERT INTO u VALUES (1, 'x'), (4, 'y')");
    await client.rows('CREATE TABLE j (v VARIANT)');
    await client.rows(
      `INSERT INTO j SELECT PARSE_JSON('{"a":5,"b":"x","c":null,"d":"2020-01-01","e":[1,"q"],"f":true}')`,
    );
  });
  afterAll(async () => {
    await client.close();
    await account.remove();
  });

  test.each(QUERIES)('%s', async (sql, rows) => {
    expect(await client.rows(sql)).toEqual(rows);
  });

  test.each([
    ["SELECT * FROM t PIVOT (SUM(n) FOR s IN ('a'))", 'PIVOT'],
    ['SELECT f.value FROM t, LATERAL FLATTEN(INPUT => s) AS f', 'LATERAL'],
    ['SELECT id FROM t START WITH id = 1 CONNECT BY PRIOR id = n', 'CONNECT BY'],
    ['SELECT id FROM t FOR UPDATE', 'FOR UPDATE'],
    ['VALUES (1)', "unexpected 'VALUES'"],
  ])('%s is refused', async (sql, words) => {
    expect((await client.fails(sql)).message).toContain(words);
  });

  test('CREATE TABLE … AS takes columns with types, DELETE takes a subquery in USING', async () => {
    await client.rows(
      `CREATE TABLE typed ("ID" BIGINT, "n m" VARCHAR(5) NOT NULL, d NUMBER(10,2)) AS SELECT '7', 'x', 2.555`,
    );
    await client.rows("INSERT INTO typed VALUES (8, 'y', 1)");
    await client.rows('DELETE FROM typed USING (SELECT 8 AS k) AS b WHERE typed.id = b.k');

    expect(await client.objects('SELECT * FROM typed')).toEqual([{ ID: 7, 'n m': 'x', D: 2.56 }]);
    expect(await client.fails("INSERT INTO typed VALUES (9, 'too long', 1)")).toMatchObject({ code: '100078' });
    expect(await client.fails('CREATE TABLE few (x INT) AS SELECT 1, 2')).toMatchObject({ code: '002026' });
  });

  test('a statement that takes longer than its time limit is stopped', async () => {
    await client.rows('ALTER SESSION SET STATEMENT_TIMEOUT_IN_SECONDS = 1');

    const failure = await client.fails(
      'SELECT SUM(SQRT(a.n)) FROM (SELECT SEQ8() AS n FROM TABLE(GENERATOR(ROWCOUNT => 1000000))) AS a, ' +
        '(SELECT SEQ8() AS m FROM TABLE(GENERATOR(ROWCOUNT => 1000000))) AS b',
    );

    expect(failure).toMatchObject({
      code: '000630',
      sqlState: '57014',
      message: expect.stringContaining('1 second(s)'),
    });
    await client.rows('ALTER SESSION UNSET STATEMENT_TIMEOUT_IN_SECONDS');
    expect(await client.value('SELECT 1')).toBe(1);
  });

  test.each([
    ['/queries/v1/query-request', 'not json', 200],
    ['/session/v1/login-request', 'not json', 400],
    ['/session/v1/login-request', '{"data":7}', 400],
    ['/no/such/route', '{}', 404],
    ['//', '{}', 404],
  ])('a request to %s with the body %s is answered, never with 500', async (path, body, status) => {
    const answer = await fetch(account.snowflake.url + path, { method: 'POST', body });

    expect(answer.status).toBe(status);
    expect(await client.value('SELECT 1')).toBe(1);
  });
});
