import { describe, expect, test } from '@jest/globals';
import { namedTables } from 'kernel-helpers/snowflake/statement/named-tables';
import { readStatement } from 'kernel-helpers/snowflake/statement/read-statement';

const tablesOf = (sqlText: string, ...binds: readonly unknown[]) => {
  const { reads, fills } = namedTables(readStatement(sqlText), binds);
  return { reads: reads.map((name) => name.join('.')), fills: fills.map((name) => name.join('.')) };
};

describe('the tables that a query reads', () => {
  test.each<[string, string[]]>([
    ['select * from t', ['T']],
    ['-- look\nselect * from t', ['T']],
    ['(select * from t)', ['T']],
    ['select * from db.s."t"', ['DB.S.t']],
    ['select * from db..t', ['DB.PUBLIC.T']],
    [
      'select * from a, b as x, (select * from c) y, lateral flatten(a.v) f where 1 in (select n from d)',
      ['A', 'B', 'C', 'D'],
    ],
    ['select * from a join b using (id) left join s.c on a.x = c.x', ['A', 'B', 'S.C']],
    ['select * from (a join b on true)', ['A', 'B']],
    ['(select 1) union all select * from t', ['T']],
    ['select (select max(n) from t)', ['T']],
    ["select * from table('t'), table(\"\"), identifier('s.t')", ['T', 'S.T']],
    ['select * from table($$db.s.t$$)', ['DB.S.T']],
    ["select * from table(identifier('t'))", ['T']],
    ['select * from t at (timestamp => dateadd(hour, -1, current_timestamp()))', ['T']],
    ['select * from t ->> select * from $1', ['T']],
    ['with a as (select * from t), b as (select * from a) select * from b join c', ['T', 'C']],
    ['with recursive a (n) as (select 1 union all select n + 1 from a) select * from a', []],
    ['with a as (select 1 as n) select * from a', []],
    ['with t as (select * from t) select * from t', ['T']],
    ['with a as (select 1) select * from s.a', ['S.A']],
    ["select extract(year from d), trim(both ' ' from houses), a is distinct from b from t", ['T']],
    ['select \'from x\', "from y", $$from z$$ /* from v */ from t -- from w', ['T']],
    ['select * from @stage/f (file_format => x), values (1), table(generator(rowcount => 3)), $1', []],
    ['select 1', []],
    ['select * from (select * from t', ['T']],
  ])('%j', (sqlText, reads) => {
    expect(tablesOf(sqlText).reads).toEqual(reads);
  });

  test('may be named by values beside the text', () => {
    expect(tablesOf('select ? from identifier(?), table(?)', 1, 'db.s.t', 'u').reads).toEqual(['DB.S.T', 'U']);
  });
});

describe('the tables that a statement fills', () => {
  test.each<[string, string[], string[]]>([
    ['insert into t select * from s', ['S'], ['T']],
    ['-- c\ninsert overwrite into db.s.t (a) with x as (select * from u) select * from x', ['U'], ['DB.S.T']],
    ['insert all into a into b (n) values (n) select n from s', ['S'], ['A', 'B']],
    ['merge into t using s on t.id = s.id when matched then update set t.a = s.a', ['S'], ['T']],
    ['merge into t using (select * from s) u on t.id = u.id when not matched then insert values (1)', ['S'], ['T']],
    ['update t set a = s.a from s where t.id = s.id', ['S'], ['T']],
    ['delete from t using s where t.id = s.id', ['T', 'S'], []],
    ['create table t as select * from s', ['S'], ['T']],
    ['create or replace temporary table if not exists db.t (a) copy grants as (select * from s)', ['S'], ['DB.T']],
    ['create transient table t clone s', ['S'], ['T']],
    ['create table t (a int)', [], ['T']],
    ['create table t like s', [], ['T']],
    ["create table identifier('t') as select * from s", ['S'], ['T']],
    ['create view v as select * from s', ['S'], []],
    ['create function f() returns table (a int) as $$ select 1 $$', [], []],
    ['drop table t', [], []],
  ])('%j', (sqlText, reads, fills) => {
    expect(tablesOf(sqlText)).toEqual({ reads, fills });
  });
});
