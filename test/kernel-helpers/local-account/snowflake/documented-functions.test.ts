import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { startAccount, type TestAccount } from './support/local-account';
import { logIn, runStatement } from './support/wire';

/**
 * Expressions and the values that the functions' pages below https://docs.snowflake.com/en/sql-reference/functions document
 * for them, as they travel (booleans as 1 and 0). Quotients, AVG and MEDIAN are FLOAT here: see the account's README.
 */
const DOCUMENTED = String.raw`
# add_months
add_months('2016-05-15'::timestamp_ntz, 2)::varchar ==> 2016-07-15 00:00:00.000
add_months('2016-02-29'::date, 1)::varchar ==> 2016-03-31
add_months('2016-05-31'::date, -1)::varchar ==> 2016-04-30
# ceil / floor
ceil(135.135, 1) ==> 135.2
ceil(135.135, -2) ==> 200
ceil(-975.975, 1) ==> -975.9
floor(135.135, 1) ==> 135.1
floor(-975.975, 1) ==> -976
# round
round(135.135, 1) ==> 135.1
round(-975.975, -2) ==> -1000
round(2.5) ==> 3
round(-2.5) ==> -3
round(0.5::float) ==> 1
round(2.5::float) ==> 3
# trunc
trunc(-975.975, -1) ==> -970
trunc(135.135, -2) ==> 100
# mod
mod(3, 2) ==> 1
mod(4.5, 1.2) ==> 0.9
mod(-5, 3) ==> -2
-7 % 3 ==> -1
# div0
div0(1, 2) ==> 0.5
div0(1, 0) ==> 0
div0(null, 0) ==> NULL
# division
7/2 ==> 3.5
10.0/4 ==> 2.5
1::float/3 ==> 0.333333333333333
# sign etc
sign(-1.35e-10) ==> -1
sqrt(4) ==> 2
cbrt(64) ==> 4
square(-2.0) ==> 4
factorial(0) ==> 1
log(2, 0.5) ==> -1
power(2, -1) ==> 0.5
exp(0) ==> 1
# bits
bitand(1, 2) ==> 0
bitor(1, 2) ==> 3
bitxor(5, 3) ==> 6
bitshiftleft(1, 4) ==> 16
bitshiftright(16, 2) ==> 4
# greatest least
greatest(1, null, 3) ==> NULL
least(1, null, 3) ==> NULL
greatest('a', 'b') ==> b
# conditional
decode(1, 1, 'one', 2, 'two') ==> one
decode(3, 1, 'one', 2, 'two') ==> NULL
decode(null, 1, 'one', null, 'is null', 'x') ==> is null
iff(null, 'true', 'false') ==> false
nvl2(null, 1, 2) ==> 2
nullif('a', 'b') ==> a
equal_null(1, null) ==> 0
equal_null(null, null) ==> 1
coalesce(null, null, 'x') ==> x
zeroifnull(null) ==> 0
nullifzero(0) ==> NULL
case when null then 1 else 2 end ==> 2
# text
ascii('') ==> 0
ascii('!') ==> 33
ascii('abc') ==> 97
chr(83) ==> S
charindex('an', 'banana') ==> 2
charindex('an', 'banana', 3) ==> 4
charindex('x', 'banana') ==> 0
position('an' in 'banana') ==> 2
position('an', 'banana', 3) ==> 4
concat('a', null) ==> NULL
concat('George ', 'W') ==> George W
contains('coffee', 'co') ==> 1
endswith('tea', 'a') ==> 1
startswith('te', 'tea') ==> 0
left('ABCDEF', 3) ==> ABC
left('abc', 0) ==> 
left('abc', -1) ==> 
right('ABCDEFG', 3) ==> EFG
right('abc', -1) ==> 
length('') ==> 0
length('joyeux') ==> 6
length('é漢') ==> 2
lpad('123', 5, '*') ==> **123
lpad('12345', 3) ==> 123
lpad('a', 5) ==>     a
lpad('a', 3, '') ==> a
lpad(null, 3, 'x') ==> NULL
rpad('123.50', 19, '*_') ==> 123.50*_*_*_*_*_*_*
rpad('a', 3) ==> a  
ltrim('#000000123', '0#') ==> 123
rtrim('$125.00', '0.') ==> $125
trim('❄-❄ABC-❄-', '❄-') ==> ABC
trim(null, 'x') ==> NULL
repeat('xy', 3) ==> xyxyxy
repeat('xy', 0) ==> 
replace('down', 'down', 'up') ==> up
replace('abcd', 'bc') ==> ad
replace('abc', '', 'x') ==> abc
replace('abc', null, 'x') ==> NULL
reverse('Hello, world!') ==> !dlrow ,olleH
split_part('11.22.33', '.', 0) ==> 11
split_part('127.0.0.1', '.', -1) ==> 1
split_part('|a|b|c|', '|', 1) ==> 
split_part('|a|b|c|', '|', 2) ==> a
split_part('aaa--bbb-BBB--ccc', '--', 2) ==> bbb-BBB
split_part('a', ',', 5) ==> 
split_part('abc', '', 1) ==> abc
split_part(null, ',', 1) ==> NULL
substr('testing 1 2 3', 9, 5) ==> 1 2 3
substr('abcdef', 0, 2) ==> ab
substr('abcdef', 0) ==> abcdef
substr('abcdef', -3, 2) ==> de
substr('abcdef', 10) ==> 
substr('abcdef', 2, -1) ==> 
substr('abcdef', -10, 3) ==> 
substring('abcdef', 1, null) ==> NULL
left('abc', null) ==> NULL
translate('peña', 'ñ', 'n') ==> pena
translate('❄X❄Y❄', '❄', '') ==> XY
translate('cellphone', 'coze', 'BC') ==> BllphCn
upper('abc') ==> ABC
md5('Snowflake') ==> edf1439075a83a447fb8b630ddc9c8de
# regexp
regexp_replace('Customers - (NY)', '\\(|\\)', '') ==> Customers - NY
regexp_replace('abc', 'b') ==> ac
regexp_replace('firstname middlename lastname', '(.*) (.*) (.*)', '\\3, \\1 \\2') ==> lastname, firstname middlename
regexp_replace('a.b.c', '\\.', '$&') ==> a$&b$&c
regexp_like('Sacramento', 'San.*') ==> 0
regexp_like('San Francisco', '[fs]an.*') ==> 0
regexp_like('a\nb', 'a.b') ==> 0
regexp_substr('It was the best of times', 'the\\W+\\w+') ==> the best
regexp_substr('abc', '') ==> NULL
'abc' rlike 'a.c' ==> 1
'abc' regexp 'a.*' ==> 1
# like
'John  Dddoe' like 'John%' ==> 1
'a_b' like 'a\\_b' ==> 0
'a_b' like 'a^_b' escape '^' ==> 1
'axb' like 'a^_b' escape '^' ==> 0
'ABC' like 'abc' ==> 0
'ABC' ilike 'a_c' ==> 1
'a\nb' like 'a%b' ==> 1
'a' = 'a ' ==> 0
# to_char etc
to_varchar(12.50::number(5,2)) ==> 12.50
to_varchar(1e20::float) ==> 1e+20
to_varchar(0.1::float) ==> 0.1
to_varchar(100000000000000000000::number(38,0)) ==> 100000000000000000000
to_varchar(true) ==> true
to_varchar('2013-04-05 01:02:03'::timestamp) ==> 2013-04-05 01:02:03.000
to_varchar('2013-04-05 01:02:03'::timestamp, 'mm/dd/yyyy, hh24:mi') ==> 04/05/2013, 01:02
to_number('12.3456') ==> 12
to_number('98.76546', 10, 1) ==> 98.8
to_number('12.3456', 10, 8) ==> 12.34560000
to_number(' 12 ') ==> 12
to_number('1e3') ==> 1000
to_double('1.5e2') ==> 150
to_boolean('yes') ==> 1
to_boolean('T') ==> 1
to_boolean('off') ==> 0
to_boolean(1.5) ==> 1
to_boolean(null) ==> NULL
'12'::int + '3' ==> 15
'5' * 2 ==> 10
1 = '1' ==> 1
'2.5'::int ==> 3
2.5::int ==> 3
-2.5::int ==> -3
2.5::float::int ==> 3
3.5::float::int ==> 4
1.005::number(10,2) ==> 1.01
123456789012345678901234567890::varchar ==> 123456789012345678901234567890
try_cast('2.5' as int) ==> 3
try_cast('abc' as date) ==> NULL
try_to_number('x') ==> NULL
0.1 + 0.2 ==> 0.3
1.10 * 2.20 ==> 2.4200
9223372036854775807 + 1 ==> 9223372036854775808
2147483647 + 1 ==> 2147483648
2147483647 * 2 ==> 4294967294
100000 * 100000 ==> 10000000000
9223372036854775807 * 10 ==> 92233720368547758070
# dates
to_date('2013-05-17')::varchar ==> 2013-05-17
to_date('2013-05-17 10:11:12')::varchar ==> 2013-05-17
to_date('2024.05.10', 'YYYY.MM.DD')::varchar ==> 2024-05-10
to_date('31536000')::varchar ==> 1971-01-01
to_date('31536000000')::varchar ==> 1971-01-01
to_date('31536000000000')::varchar ==> 1971-01-01
to_timestamp('31536000000')::varchar ==> 1971-01-01 00:00:00.000
to_timestamp(1.5)::varchar ==> 1970-01-01 00:00:01.500
to_timestamp('2024-01-15T10:11:12Z')::varchar ==> 2024-01-15 10:11:12.000
to_timestamp('2024-01-15 10:11:12.123456')::varchar ==> 2024-01-15 10:11:12.123
dateadd(year, 2, to_date('2013-05-08'))::varchar ==> 2015-05-08
dateadd(month, 1, '2000-01-31'::date)::varchar ==> 2000-02-29
dateadd(quarter, 1, '2000-01-31'::date)::varchar ==> 2000-04-30
dateadd('week', -1, '2000-01-08'::date)::varchar ==> 2000-01-01
dateadd(hour, 2, '2013-05-08'::date)::varchar ==> 2013-05-08 02:00:00.000
dateadd(millisecond, 1, '2013-05-08'::timestamp)::varchar ==> 2013-05-08 00:00:00.001
datediff(year, '2010-04-09 14:39:20'::timestamp, '2013-05-08 23:39:20'::timestamp) ==> 3
datediff(hour, '2013-05-08T23:39:20'::timestamp, '2013-05-09 00:39:20'::timestamp) ==> 1
datediff(quarter, '2020-01-01'::date, '2020-04-01'::date) ==> 1
datediff(day, '2020-03-01'::date, '2020-02-01'::date) ==> -29
datediff(minute, '2020-01-01 00:00:59'::timestamp, '2020-01-01 00:01:00'::timestamp) ==> 1
datediff(week, '2020-01-05'::date, '2020-01-06'::date) ==> 1
datediff(week, '2020-01-06'::date, '2020-01-12'::date) ==> 0
datediff(millisecond, '2020-01-01'::timestamp, '2020-01-01 00:00:01'::timestamp) ==> 1000
date_trunc('quarter', '2015-05-08'::date)::varchar ==> 2015-04-01
date_trunc('week', '2015-05-08'::date)::varchar ==> 2015-05-04
date_trunc(year, '2015-05-08 23:39:20'::timestamp)::varchar ==> 2015-01-01 00:00:00.000
date_trunc('minute', '2015-05-08T23:39:20.123'::timestamp)::varchar ==> 2015-05-08 23:39:00.000
date_part(quarter, '2013-05-08'::date) ==> 2
date_part(year, '2013-05-08T23:39:20.123-07:00'::timestamp) ==> 2013
date_part(epoch_second, '2013-05-08 23:39:20'::timestamp) ==> 1368056360
date_part('dayofweek', '2013-05-08'::date) ==> 3
date_part(week, '2016-01-02'::date) ==> 53
date_part('doy', '2013-05-08'::date) ==> 128
extract(year from '2013-05-08'::timestamp) ==> 2013
dayofweek('2016-01-02'::date) ==> 6
dayofweek('2016-01-03'::date) ==> 0
dayofyear('2016-12-31'::date) ==> 366
week('2016-01-01'::date) ==> 53
quarter('2016-01-02'::timestamp) ==> 1
year('2016-01-02'::date) ==> 2016
last_day('2015-05-08'::date)::varchar ==> 2015-05-31
last_day('2015-05-08'::date, 'year')::varchar ==> 2015-12-31
last_day('2015-05-08'::date, 'week')::varchar ==> 2015-05-10
last_day('2015-05-08'::date, 'quarter')::varchar ==> 2015-06-30
last_day('2015-05-08 10:00:00'::timestamp)::varchar ==> 2015-05-31
monthname('2015-05-01'::date) ==> May
dayname('2015-05-01'::date) ==> Fri
date_from_parts(2018, 13, 1)::varchar ==> 2019-01-01
date_from_parts(2010, 1, 100)::varchar ==> 2010-04-10
date_from_parts(2010, 1, 0)::varchar ==> 2009-12-31
second('2013-05-08 23:39:20.123'::timestamp) ==> 20
timestampadd(second, 90, '2013-05-08 23:39:20'::timestamp)::varchar ==> 2013-05-08 23:40:50.000
# documents
parse_json('[1, 2]')[1]::int ==> 2
parse_json('{"a":{"b":null}}'):a.b is null ==> 0
parse_json('null') is null ==> 0
array_size(array_construct(1, 2, null)) ==> 3
array_size(parse_json('{"a":1}')) ==> NULL
object_construct('a', null)::varchar ==> {}
to_json(object_construct('b', 1, 'a', 2)) ==> {"a":2,"b":1}
get_path(parse_json('{"a":[{"b":7}]}'), 'a[0].b')::int ==> 7
parse_json('') ==> NULL
# aggregates
count(*) from (values (1),(null)) v(x) ==> 2
count(x) from (values (1),(null)) v(x) ==> 1
avg(x) from (values (1),(2),(2)) v(x) ==> 1.66666666666667
avg(x) from (values (1.1),(10)) v(x) ==> 5.55
sum(x) from (values (null)) v(x) ==> NULL
median(x) from (values (1),(2)) v(x) ==> 1.5
median(x) from (values (1.0),(2.0)) v(x) ==> 1.5
mode(x) from (values (1),(2),(2)) v(x) ==> 2
listagg(x, '|') from (values ('a'),(null),('b')) v(x) ==> a|b
listagg(x) from (values ('a'),('b')) v(x) ==> ab
listagg(distinct x, ',') within group (order by x) from (values ('b'),('a'),('b')) v(x) ==> a,b
array_agg(x)::varchar from (values (1),(null),(2)) v(x) ==> [1,2]
array_agg(x) within group (order by x desc)::varchar from (values (1),(2)) v(x) ==> [2,1]
percentile_cont(0.25) within group (order by x) from (values (0),(10)) v(x) ==> 2.5
percentile_disc(0.5) within group (order by x) from (values (1),(2),(3)) v(x) ==> 2
stddev(x) from (values (1)) v(x) ==> NULL
variance(x) from (values (1)) v(x) ==> NULL
var_pop(x) from (values (1)) v(x) ==> 0
boolor_agg(x) from (values (0),(2)) v(x) ==> 1
booland_agg(x) from (values (1),(2)) v(x) ==> 1
count_if(x > 1) from (values (1),(2),(null)) v(x) ==> 1
min_by(x, y) from (values ('a', null), ('b', 2)) v(x, y) ==> b
max(x) from (values ('a'), ('B')) v(x) ==> a
any_value(x) from (values (5)) v(x) ==> 5
kurtosis(x) from (values (1),(2),(3)) v(x) ==> NULL
skew(x) from (values (1),(2)) v(x) ==> NULL
approx_count_distinct(x) from (values (1),(1),(2)) v(x) ==> 2
hash(null) is null ==> 0
# windows
first_value(x) over (order by x) from (values (2),(1)) v(x) order by 1 limit 1 ==> 1
last_value(x) over (order by x) from (values (2),(1)) v(x) limit 1 ==> 2
nth_value(x, 2) over (order by x) from (values (2),(1)) v(x) limit 1 ==> 2
lag(x) ignore nulls over (order by y) from (values (1,1),(null,2),(3,3)) v(x,y) order by y desc limit 1 ==> 1
ntile(2) over (order by x desc) from (values (1),(2),(3)) v(x) order by x limit 1 ==> 2
sum(x) over (order by x) from (values (1),(2)) v(x) order by x desc limit 1 ==> 3
rank() over (order by x) from (values (1),(1),(2)) v(x) order by 1 desc limit 1 ==> 3
# order
x from (values (1),(null),(2)) v(x) order by x limit 1 ==> 1
x from (values (1),(null),(2)) v(x) order by x desc limit 1 ==> NULL
row_number() over (order by x desc) from (values (1),(null)) v(x) order by x nulls last limit 1 ==> 2
# aliases, identifiers
1 as a, a + 1 as b, b * 2 as c ==> 1
x + 1 as x from (values (5)) v(x) where x = 5 ==> 6
a as "a" from (values (1)) v(a) ==> 1
* exclude a from (values (1, 2)) v(a, b) ==> 2
* rename a as z from (values (1)) v(a) ==> 1
x from (values (1),(2),(2)) v(x) group by all having count(*) > 1 ==> 2
count(*) from (select 1 union select 1.0) ==> 1
x from (select 1 as x union all select '2') order by x desc limit 1 ==> 2
null = null ==> NULL
null and false ==> 0
true > false ==> 1
'a' || 1 ==> a1
'a' || true ==> atrue
1 || 2 ==> 12
'b' between 'a' and 'c' ==> 1
not 1 ==> 0
1 <> 2 and 1 != 2 ==> 1
x'41'::varchar ==> 41
# dates of aggregates, aliases and columns
dateadd(day, 1, max(x))::varchar from (values ('2020-01-31 10:11:12'::timestamp)) v(x) ==> 2020-02-01 10:11:12.000
date_trunc('hour', max(x))::varchar from (values ('2020-01-31 10:11:12'::timestamp)) v(x) ==> 2020-01-31 10:00:00.000
dateadd(day, 1, max(x))::varchar from (values ('2020-01-31'::date)) v(x) ==> 2020-02-01
dateadd(day, n, '2020-01-31'::date)::varchar from (select 2::int as n) ==> 2020-02-02
('2020-01-31'::date + n)::varchar from (select 2::int as n) ==> 2020-02-02
('2020-01-31'::date - n)::varchar from (select 2::int as n) ==> 2020-01-29
sum(x) + 1 from (values (1.5),(2)) v(x) ==> 4.5
datediff(wk, '2024-01-06', '2024-01-08 10:00:00') ==> 1
datediff(second, '01:00:00'::time, '01:00:05'::time) ==> 5
dateadd(day, 1.6, '2020-01-31'::date)::varchar ==> 2020-02-02
# booleans
'on'::boolean ==> 1
'OFF'::boolean ==> 0
2::boolean ==> 1
try_cast('x' as boolean) ==> NULL
# documents of mixed values
array_construct(true, 1, 'x', null) ==> [true,1,"x",null]
array_construct() ==> []
object_construct('b', 1, 'a', null, 'c', 'x', 'e', true, 'f', parse_json('[1]')) ==> {"b":1,"c":"x","e":true,"f":[1]}
object_construct() ==> {}
object_construct('a', array_construct(1, object_construct('x', 2))):a[1].x::int ==> 2
object_construct('a', object_construct('b', object_construct('c', array_construct(array_construct(array_construct(1)))))) ==> {"a":{"b":{"c":[[[1]]]}}}
object_construct('a', object_construct('b', '2016-05-15'::timestamp_ntz)) ==> {"a":{"b":"2016-05-15 00:00:00.000"}}
# moments in texts of digits
to_timestamp_ntz('1700000000000')::varchar ==> 2023-11-14 22:13:20.000
'1700000000'::timestamp::varchar ==> 2023-11-14 22:13:20.000
`
  .split('\n')
  .filter((line) => line.includes(' ==> '))
  .map((line) => line.split(' ==> '));

let account: TestAccount;
let token: string;
beforeAll(async () => {
  account = await startAccount();
  token = await logIn(account.snowflake);
  for (const sql of ['create warehouse wh', 'create database db', 'use schema db.public'])
    await runStatement(account.snowflake, token, sql);
});
afterAll(() => account.remove());

const answered = z.object({
  success: z.literal(true),
  data: z.object({ rowset: z.array(z.array(z.string().nullable())) }),
});

test.each(DOCUMENTED)('%s is %s', async (expression, expected) => {
  const answer = await runStatement(account.snowflake, token, `select ${expression}`);

  expect(answered.parse(answer).data.rowset[0]?.[0] ?? 'NULL').toBe(expected);
});
