import { describe, expect, test } from '@jest/globals';
import { changeCount, noteChange } from 'kernel-helpers/snowflake/statement/change-count';
import {
  isQuery,
  mayChangeTables,
  readStatement,
  transfersFiles,
} from 'kernel-helpers/snowflake/statement/read-statement';

describe('what a statement is', () => {
  test.each([
    ['select 1', 'SELECT'],
    ['-- look\n select * from t', 'SELECT'],
    ['// look\n/* again */ ((select 1) union (select 2))', 'SELECT'],
    ['with a as (select 1) select * from a', 'WITH'],
    ['with p as procedure () returns int language sql as $$ begin return 1; end $$ call p()', 'CALL'],
    ['-- up\n put file:///tmp/a @~', 'PUT'],
    ['get @~ file:///tmp', 'GET'],
    ["/* a 'comment' */ insert into t values (1)", 'INSERT'],
    ['putter', 'PUTTER'],
    ["'text'", ''],
  ])('%j begins with %s', (sqlText, verb) => {
    expect(readStatement(sqlText).verb).toBe(verb);
  });

  test.each([
    ['(select 1)', { query: true, files: false, changes: false }],
    ['values (1)', { query: true, files: false, changes: false }],
    ['-- c\nput file:///tmp/a @~', { query: false, files: true, changes: false }],
    ['/* c */ show tables', { query: false, files: false, changes: false }],
    ['-- select\ndrop table t', { query: false, files: false, changes: true }],
    ['use schema s', { query: false, files: false, changes: true }],
    ['execute immediate $$select 1$$', { query: false, files: false, changes: true }],
    ['show tables ->> select * from $1', { query: false, files: false, changes: false }],
    ['select 1 ->> insert into t select * from $1', { query: true, files: false, changes: true }],
    [
      'with p as procedure () returns int language sql as $$ $$ call p()',
      { query: false, files: false, changes: true },
    ],
  ])('%j', (sqlText, { query, files, changes }) => {
    const request = readStatement(sqlText);

    expect([isQuery(request), transfersFiles(request), mayChangeTables(sqlText)]).toEqual([query, files, changes]);
  });

  test('decides whether the count of changes grows', () => {
    const before = changeCount();

    for (const sqlText of ['-- look\nselect 1', '(select 1)', '/* */ describe table t', '-- nothing'])
      noteChange(sqlText);
    expect(changeCount()).toBe(before);
    noteChange('-- select\ncreate table t (a int)');
    expect(changeCount()).toBe(before + 1);
  });

  test.each([
    ['select 1;', 'select 1'],
    ['select 1; -- done', 'select 1'],
    ['-- a; b\nselect \';\', "a;b", $$;$$', 'select \';\', "a;b", $$;$$'],
    ['begin transaction;', 'begin transaction'],
    ['begin select 1; select 2; end', 'begin select 1; select 2; end'],
    ['declare x int; begin return x; end;', 'declare x int; begin return x; end;'],
    [
      'create procedure p() returns int language sql as begin return 1; end;',
      'create procedure p() returns int language sql as begin return 1; end;',
    ],
  ])('%j is one', (sqlText, text) => {
    expect(readStatement(sqlText).sqlText).toBe(text);
  });

  test.each(['', ' \n', '-- only a comment', '/* */ ;;'])('%j is not a statement', (sqlText) => {
    expect(() => readStatement(sqlText)).toThrow('The SQL is empty: it holds no statement, or only comments.');
  });

  test('is refused for several at once', () => {
    expect(() => readStatement('select 1; drop table t; select 2')).toThrow(
      'The SQL holds 3 statements, and Snowflake runs one at a time. Run each by itself; the second begins with "drop table t".',
    );
    expect(() => readStatement('begin; insert into t values (1); commit')).toThrow('holds 3 statements');
  });
});
