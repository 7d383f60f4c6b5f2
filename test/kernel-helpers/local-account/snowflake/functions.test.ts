import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KNOWN_FUNCTIONS } from '../../../../kernel-helpers/local-account/snowflake/sql/known-functions';
import { type Client, connectWithSchema } from './support/driver';
import { startAccount, type TestAccount } from './support/local-account';

/** Expressions and their values as text, from https://docs.snowflake.com/en/sql-reference/functions-all */
const EXPRESSIONS = `
  ABS(-2) => 2
  ACOS(1) => 0
  ASIN(0) => 0
  ATAN(0) => 0
  ATAN2(0,1) => 0
  CEIL(1.2) => 2
  CEIL(-1.25,1) => -1.2
  COS(0) => 1
  DEGREES(PI()) => 180
  EXP(0) => 1
  FLOOR(-1.2) => -2
  FLOOR(1.27,1) => 1.2
  LN(1) => 0
  LOG(10,100) => 2
  LOG(2,8) => 3
  POWER(2,3) => 8
  POW(2,3) => 8
  RADIANS(180) => 3.14159265358979
  ROUND(2.5) => 3
  ROUND(-2.5) => -3
  ROUND(2.345,2) => 2.35
  SIGN(-3) => -1
  SIN(0) => 0
  SQRT(9) => 3
  SQUARE(3) => 9
  TAN(0) => 0
  SINH(0) => 0
  COSH(0) => 1
  TANH(0) => 0
  COT(1) => 0.642092615934331
  TRUNC(2.78,1) => 2.7
  TRUNCATE(-2.78) => -2
  MOD(5,3) => 2
  MOD(-5,3) => -2
  5%3 => 2
  DIV0(1,0) => 0
  DIV0(6,3) => 2
  GREATEST(1,3,2) => 3
  GREATEST(1,NULL) => NULL
  LEAST(1,3,2) => 1
  CBRT(27) => 3
  FACTORIAL(5) => 120
  WIDTH_BUCKET(0.5, 0, 10, 5) => 1
  WIDTH_BUCKET(9.99, 0, 10, 5) => 5
  WIDTH_BUCKET(10, 0, 10, 5) => 6
  WIDTH_BUCKET(-1, 0, 10, 5) => 0
  COALESCE(NULL,2) => 2
  NVL(NULL,2) => 2
  NVL2(1,2,3) => 2
  NVL2(NULL,2,3) => 3
  IFNULL(NULL,2) => 2
  NULLIF(1,1) => NULL
  IFF(1>2,'a','b') => b
  ZEROIFNULL(NULL) => 0
  NULLIFZERO(0) => NULL
  DECODE(2,1,'a',2,'b','c') => b
  DECODE(NULL,NULL,'n','c') => n
  EQUAL_NULL(NULL,NULL) => true
  ASCII('A') => 65
  CHR(65) => A
  CONCAT('a','b') => ab
  CONCAT('a',NULL) => NULL
  'a'||NULL => NULL
  CONTAINS('abc','b') => true
  ENDSWITH('abc','c') => true
  STARTSWITH('abc','a') => true
  LEFT('abc',2) => ab
  RIGHT('abc',2) => bc
  LENGTH('abc') => 3
  LEN('abc') => 3
  LOWER('AB') => ab
  UPPER('ab') => AB
  LPAD('a',3,'x') => xxa
  RPAD('a',3,'x') => axx
  LTRIM('  a') => a
  RTRIM('a  ') => a
  TRIM('  a ') => a
  TRIM('xax','x') => a
  LTRIM('xa','x') => a
  POSITION('b','abc') => 2
  POSITION('b' IN 'abc') => 2
  CHARINDEX('b','abc') => 2
  REPEAT('ab',2) => abab
  REPLACE('abc','b','x') => axc
  REPLACE('abc','b') => ac
  REVERSE('abc') => cba
  SPLIT_PART('a,b,c',',',2) => b
  SPLIT_PART('a,b,c',',',-1) => c
  SUBSTR('abcdef',2,3) => bcd
  SUBSTR('abcdef',-2) => ef
  SUBSTRING('abcdef',2) => bcdef
  TRANSLATE('abc','ab','xy') => xyc
  MD5('a') => 0cc175b9c0f1b6a831c399e269772661
  REGEXP_REPLACE('abcabc','b','x') => axcaxc
  REGEXP_LIKE('abc','b') => false
  REGEXP_LIKE('abc','a.c') => true
  'abc' RLIKE 'b' => false
  REGEXP_SUBSTR('abc123','[0-9]+') => 123
  REGEXP_SUBSTR('abc','x') => NULL
  'abc' LIKE 'a%' => true
  'ABC' ILIKE 'a%' => true
  TO_CHAR(1) => 1
  TO_VARCHAR(1.5) => 1.5
  TO_CHAR('2020-01-02'::DATE,'YYYY-MM-DD') => 2020-01-02
  TO_VARCHAR('2020-01-02 03:04:05'::TIMESTAMP,'YYYY/MM/DD HH24:MI:SS') => 2020/01/02 03:04:05
  TO_CHAR('2020-01-02'::DATE) => 2020-01-02
  TO_DATE('2020-01-02')::VARCHAR => 2020-01-02
  TO_DATE('02/01/2020','DD/MM/YYYY')::VARCHAR => 2020-01-02
  TRY_TO_DATE('nope') => NULL
  DATE('2020-01-02')::VARCHAR => 2020-01-02
  TO_TIMESTAMP('2020-01-02 03:04:05')::VARCHAR => 2020-01-02 03:04:05.000
  TO_TIMESTAMP_NTZ('2020-01-02 03:04:05')::VARCHAR => 2020-01-02 03:04:05.000
  TO_TIMESTAMP(1577934245)::VARCHAR => 2020-01-02 03:04:05.000
  TO_NUMBER('12.5') => 13
  TO_NUMBER('12.5',10,1) => 12.5
  TRY_TO_NUMBER('x') => NULL
  TRY_TO_NUMBER('12') => 12
  TO_DOUBLE('1.5') => 1.5
  TO_BOOLEAN('yes') => true
  TRY_CAST('x' AS INT) => NULL
  '12'::INT => 12
  '12.5'::NUMBER(10,1) => 12.5
  2.5::INT => 3
  1.5::VARCHAR => 1.5
  1::FLOAT::VARCHAR => 1
  0.1::FLOAT+0.2::FLOAT => 0.3
  true::VARCHAR => true
  1::BOOLEAN => true
  DATEADD(day,1,'2020-01-31'::DATE)::VARCHAR => 2020-02-01
  DATEADD(month,1,'2020-01-31'::DATE)::VARCHAR => 2020-02-29
  DATEADD(hour,1,'2020-01-31'::DATE)::VARCHAR => 2020-01-31 01:00:00.000
  DATEDIFF(day,'2020-01-01'::DATE,'2020-01-31'::DATE) => 30
  DATEDIFF(month,'2020-01-31'::DATE,'2020-02-01'::DATE) => 1
  DATEDIFF(hour,'2020-01-01 00:59:00'::TIMESTAMP,'2020-01-01 01:01:00'::TIMESTAMP) => 1
  DATEDIFF('year','2019-12-31'::DATE,'2020-01-01'::DATE) => 1
  TIMESTAMPDIFF(second,'2020-01-01 00:00:00'::TIMESTAMP,'2020-01-01 00:01:00'::TIMESTAMP) => 60
  TIMESTAMPADD(minute,5,'2020-01-01 00:00:00'::TIMESTAMP)::VARCHAR => 2020-01-01 00:05:00.000
  DATE_TRUNC('month','2020-01-31'::DATE)::VARCHAR => 2020-01-01
  DATE_TRUNC('hour','2020-01-31 03:04:05'::TIMESTAMP)::VARCHAR => 2020-01-31 03:00:00.000
  DATE_PART(year,'2020-01-31'::DATE) => 2020
  DATE_PART('dow','2020-01-05'::DATE) => 0
  EXTRACT(month FROM '2020-01-31'::DATE) => 1
  YEAR('2020-01-31'::DATE) => 2020
  MONTH('2020-01-31'::DATE) => 1
  DAY('2020-01-31'::DATE) => 31
  DAYOFMONTH('2020-01-31'::DATE) => 31
  DAYOFWEEK('2020-01-05'::DATE) => 0
  DAYOFYEAR('2020-02-01'::DATE) => 32
  HOUR('2020-01-31 03:04:05'::TIMESTAMP) => 3
  MINUTE('2020-01-31 03:04:05'::TIMESTAMP) => 4
  SECOND('2020-01-31 03:04:05'::TIMESTAMP) => 5
  QUARTER('2020-05-01'::DATE) => 2
  WEEK('2020-01-08'::DATE) => 2
  LAST_DAY('2020-02-01'::DATE)::VARCHAR => 2020-02-29
  ADD_MONTHS('2020-01-31'::DATE,1)::VARCHAR => 2020-02-29
  MONTHNAME('2020-05-01'::DATE) => May
  DAYNAME('2020-05-01'::DATE) => Fri
  DATE_FROM_PARTS(2020,1,2)::VARCHAR => 2020-01-02
  ('2020-01-02'::DATE + 1)::VARCHAR => 2020-01-03
  BITAND(6,3) => 2
  BITOR(6,3) => 7
  BITXOR(6,3) => 5
  BITSHIFTLEFT(1,3) => 8
  BITSHIFTRIGHT(8,3) => 1
  HEX_ENCODE('a') => 61
  TO_VARCHAR(TO_BINARY('AB')) => AB
  LENGTH(UUID_STRING()) => 36
  PARSE_JSON('{"a":{"b":[1,2]}}'):a.b[1]::INT => 2
  PARSE_JSON('{"a":"x"}'):a::STRING => x
  PARSE_JSON('{"a":"x"}'):a::VARCHAR => x
  TO_JSON(PARSE_JSON('{"a":1}')) => {"a":1}
  OBJECT_CONSTRUCT('a',1)::VARCHAR => {"a":1}
  ARRAY_CONSTRUCT(1,2)::VARCHAR => [1,2]
  ARRAY_SIZE(ARRAY_CONSTRUCT(1,2)) => 2
  ARRAY_SIZE(PARSE_JSON('[1,2,3]')) => 3
  GET_PATH(PARSE_JSON('{"a":1}'),'a')::INT => 1
  CASE WHEN 1=1 THEN 'a' ELSE 'b' END => a
  1 BETWEEN 0 AND 2 => true
  1 IN (1,2) => true
  NOT TRUE => false
  1/2 => 0.5
  7/2 => 3.5
  NULL IS NULL => true
  1 IS DISTINCT FROM NULL => true
  CURRENT_DATE()=CURRENT_DATE => true
  CURRENT_TIMESTAMP() IS NOT NULL => true
  SYSDATE() IS NOT NULL => true
  GETDATE() IS NOT NULL => true
  CURRENT_TIME() IS NOT NULL => true
  RANDOM(1) IS NOT NULL => true
  HASH(1)=HASH(1) => true
  UNIFORM(1,1,RANDOM()) => 1
  SUM(x) FROM (VALUES (1),(2),(3)) v(x) => 6
  AVG(x) FROM (VALUES (1),(2)) v(x) => 1.5
  COUNT(*) FROM (VALUES (1),(2)) v(x) => 2
  COUNT(DISTINCT x) FROM (VALUES (1),(1)) v(x) => 1
  COUNT_IF(x>1) FROM (VALUES (1),(2)) v(x) => 1
  MEDIAN(x) FROM (VALUES (1),(2),(4)) v(x) => 2
  MODE(x) FROM (VALUES (1),(1),(4)) v(x) => 1
  MIN(x) FROM (VALUES (1),(2)) v(x) => 1
  MAX(x) FROM (VALUES (1),(2)) v(x) => 2
  STDDEV(x) FROM (VALUES (1),(3)) v(x) => 1.4142135623731
  STDDEV_POP(x) FROM (VALUES (1),(3)) v(x) => 1
  STDDEV_SAMP(x) FROM (VALUES (1),(3)) v(x) => 1.4142135623731
  VARIANCE(x) FROM (VALUES (1),(3)) v(x) => 2
  VAR_POP(x) FROM (VALUES (1),(3)) v(x) => 1
  VAR_SAMP(x) FROM (VALUES (1),(3)) v(x) => 2
  CORR(x,y) FROM (VALUES (1,1),(2,2)) v(x,y) => 1
  COVAR_POP(x,y) FROM (VALUES (1,1),(3,3)) v(x,y) => 1
  COVAR_SAMP(x,y) FROM (VALUES (1,1),(3,3)) v(x,y) => 2
  ANY_VALUE(x) FROM (VALUES (1)) v(x) => 1
  LISTAGG(x,',') FROM (VALUES ('a'),('b')) v(x) => a,b
  LISTAGG(x,',') WITHIN GROUP (ORDER BY x DESC) FROM (VALUES ('a'),('b')) v(x) => b,a
  ARRAY_AGG(x)::VARCHAR FROM (VALUES (1),(2)) v(x) => [1,2]
  APPROX_COUNT_DISTINCT(x) FROM (VALUES (1),(2)) v(x) => 2
  HLL(x) FROM (VALUES (1),(2),(2)) v(x) => 2
  APPROX_PERCENTILE(x, 0.5) FROM (VALUES (1),(2),(3)) v(x) => 2
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY x) FROM (VALUES (1),(2)) v(x) => 1.5
  PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY x) FROM (VALUES (1),(2)) v(x) => 1
  MIN_BY(x,y) FROM (VALUES ('a',2),('b',1)) v(x,y) => b
  MAX_BY(x,y) FROM (VALUES ('a',2),('b',1)) v(x,y) => a
  BOOLOR_AGG(x) FROM (VALUES (true),(false)) v(x) => true
  BOOLAND_AGG(x) FROM (VALUES (true),(false)) v(x) => false
  SKEW(x) FROM (VALUES (1),(2),(3)) v(x) => 0
  KURTOSIS(x) FROM (VALUES (1),(2),(3),(4)) v(x) => -1.2
  REGR_SLOPE(y,x) FROM (VALUES (1,2),(2,4)) v(x,y) => 2
  REGR_INTERCEPT(y,x) FROM (VALUES (1,2),(2,4)) v(x,y) => 0
  REGR_R2(y,x) FROM (VALUES (1,2),(2,4)) v(x,y) => 1
  ROW_NUMBER() OVER (ORDER BY x) FROM (VALUES (1)) v(x) => 1
  RANK() OVER (ORDER BY x) FROM (VALUES (1)) v(x) => 1
  DENSE_RANK() OVER (ORDER BY x) FROM (VALUES (1)) v(x) => 1
  PERCENT_RANK() OVER (ORDER BY x) FROM (VALUES (1)) v(x) => 0
  CUME_DIST() OVER (ORDER BY x) FROM (VALUES (1)) v(x) => 1
  NTILE(4) OVER (ORDER BY x) FROM (VALUES (1)) v(x) => 1
  LAG(x,1,0) OVER (ORDER BY x) FROM (VALUES (1)) v(x) => 0
  LEAD(x) OVER (ORDER BY x) FROM (VALUES (1)) v(x) => NULL
  FIRST_VALUE(x) OVER (ORDER BY x) FROM (VALUES (1)) v(x) => 1
  LAST_VALUE(x) OVER (ORDER BY x) FROM (VALUES (1)) v(x) => 1
  NTH_VALUE(x,1) OVER (ORDER BY x) FROM (VALUES (1)) v(x) => 1
  SEQ4() FROM TABLE(GENERATOR(ROWCOUNT => 1)) => 0
  SEQ8() FROM TABLE(GENERATOR(ROWCOUNT => 1)) => 0
  SEQ2() FROM TABLE(GENERATOR(ROWCOUNT => 1)) => 0
  SEQ1() FROM TABLE(GENERATOR(ROWCOUNT => 1)) => 0
  COUNT(*) FROM TABLE(GENERATOR(ROWCOUNT => 7)) => 7
  TO_VARCHAR(0.1::FLOAT, 'TME')::FLOAT = 0.1::FLOAT => true
  TO_CHAR('2020-05-01 15:04:05.678'::TIMESTAMP, 'DY DD MON YYYY HH12:MI AM "o''clock" FF3') => Fri 01 May 2020 03:04 PM o'clock 678
`
  .trim()
  .split('\n')
  .map((line) => /^(.*) => (.*)$/.exec(line.trim())?.slice(1) ?? []);

/** Functions of Snowflake that would give a wrong result here, or none. */
const REFUSED = [
  'DIV0NULL(1, NULL)',
  'HAVERSINE(1, 2, 3, 4)',
  "CONCAT_WS('-', 'a', NULL)",
  "INITCAP('a')",
  "SHA2('a')",
  "REGEXP_COUNT('a', 'b')",
  "REGEXP_LIKE('a', 'b', 'i')",
  "'a' LIKE ANY ('b', 'c')",
  "TRY_TO_DOUBLE('x')",
  'TYPEOF(1)',
  "TO_TIME('01:02:03')",
  'LOCALTIMESTAMP()',
  "TO_CHAR(1, '999')",
  "TO_NUMBER('1', '999')",
  "TO_TIMESTAMP('01', 'DD')",
  "DATEADD(nanosecond, 1, '2020-01-01'::DATE)",
  "DATEDIFF(century, '2020-01-01'::DATE, '2020-01-01'::DATE)",
  'BITAND_AGG(1)',
];

describe('functions', () => {
  let account: TestAccount;
  let client: Client;
  beforeAll(async () => {
    account = await startAccount();
    client = await connectWithSchema(account.snowflake);
  });
  afterAll(async () => {
    await client.close();
    await account.remove();
  });

  test.each(EXPRESSIONS)('%s is %s', async (expression, expected) => {
    expect(String((await client.value(`SELECT ${expression}`)) ?? 'NULL')).toBe(expected);
  });

  test.each(REFUSED)('%s is refused', async (expression) => {
    expect(await client.fails(`SELECT ${expression}`)).toMatchObject({
      code: '000002',
      message: expect.stringContaining('Unsupported feature'),
    });
  });

  test('this file tests every function of the list', () => {
    const claims = EXPRESSIONS.map(([expression]) => expression?.toUpperCase()).join('\n');

    expect([...KNOWN_FUNCTIONS].filter((name) => !new RegExp(`\\b${name}\\b`).test(claims))).toEqual([]);
  });
});
