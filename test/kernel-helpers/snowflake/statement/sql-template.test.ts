import { describe, expect, test } from '@jest/globals';
import {
  foldName,
  identifier,
  nameParts,
  quoteIdentifier,
  quoteText,
} from 'kernel-helpers/snowflake/statement/identifiers';
import { sqlStatement } from 'kernel-helpers/snowflake/statement/sql-template';

const statementOf = (strings: TemplateStringsArray, ...values: readonly unknown[]) => sqlStatement(strings, values);

describe('names', () => {
  // docs.snowflake.com, "Identifier requirements": unquoted names are stored in upper case, quoted ones as written.
  test.each([
    ['houses', '"HOUSES"'],
    ['Db.Schema.houses', '"DB"."SCHEMA"."HOUSES"'],
    ['"houses"', '"houses"'],
    ['db."my schema.x".t$1', '"DB"."my schema.x"."T$1"'],
    ['with space', '"with space"'],
    ['"a""b"', '"a""b"'],
  ])('identifier(%j) is %s', (name, sql) => {
    expect(identifier(name).sql).toBe(sql);
  });

  test.each(['', '.', 'a.', '.a', 'a..b', 'a.b.c.d', '"open', 'a"b'])('identifier(%j) is refused', (name) => {
    expect(() => identifier(name)).toThrow('is not a name');
  });

  test('quoting leaves nothing that could end a name or a text early', () => {
    expect(quoteIdentifier('x"; drop table t; --')).toBe('"x""; drop table t; --"');
    expect(quoteText("it's \\'")).toBe("'it''s \\\\'''");
    expect(() => quoteIdentifier('x'.repeat(256))).toThrow('more than 255 characters');
  });

  test('folding changes plain words only', () => {
    expect(['medinc', 'med inc', 'größe', '1st'].map(foldName)).toEqual(['MEDINC', 'med inc', 'größe', '1st']);
    expect(nameParts('a."b".c')).toEqual(['A', 'b', 'C']);
  });
});

describe('the sql template', () => {
  test('puts a question mark for each value, in order', () => {
    expect(statementOf`select ${1}, ${'a'} from ${identifier('t')} where d = ${new Date(0)}`).toEqual({
      sqlText: 'select ?, ? from "T" where d = ?',
      binds: [1, 'a', new Date(0)],
    });
  });

  test('puts the texts of PUT and GET into the SQL, since the driver takes no values beside them', () => {
    expect(statementOf`-- up
      put ${"file:///tmp/it's.csv"} @~ overwrite = true`).toEqual({
      sqlText: "-- up\n      put 'file:///tmp/it''s.csv' @~ overwrite = true",
      binds: [],
    });
  });

  test.each<[string, unknown, string]>([
    ['undefined', undefined, 'is undefined. Was the variable given a value?'],
    ['NaN', Number.NaN, "is NaN, which SQL cannot write as a number. Write 'NaN'::float into the SQL"],
    ['infinity', -Infinity, "is -Infinity, which SQL cannot write as a number. Write '-inf'::float into the SQL"],
    ['an object', { a: 1 }, 'is an object. Send one of its properties, or its JSON'],
    ['an array', [1, 2], 'is an array. Write each value by itself'],
    ['a function', () => 1, 'is a function that cannot be sent.'],
    ['a symbol', Symbol('s'), 'is a symbol that cannot be sent.'],
    ['an invalid Date', new Date('never'), 'is an invalid Date.'],
    ['a Date outside of the calendar', new Date(Date.UTC(10_000, 0, 1)), 'is a Date in the year 10000'],
    ['a whole number of 39 digits', 10n ** 38n, 'is a bigint of more than 38 digits, which no NUMBER can hold.'],
    ['half an emoji', '🚀'.slice(0, 1), 'is a text with half of a character'],
  ])('refuses %s', (_, value, message) => {
    expect(() => statementOf`select ${value}`).toThrow(`Value 1 of the SQL template ${message}`);
  });

  test('takes the longest number, and an emoji', () => {
    expect(statementOf`select ${-(10n ** 38n) + 1n}, ${'🚀'}`.binds).toHaveLength(2);
  });

  test.each<[string, () => unknown, string]>([
    ['a text', () => statementOf`select '${1}'`, 'stands inside quotes, where Snowflake reads a question mark.'],
    ['a longer text', () => statementOf`select 1 where a like '%${1}%'`, 'stands inside quotes'],
    ['a text with quotes in it', () => statementOf`select 'it''s ${1}'`, 'stands inside quotes'],
    ['a text with a backslash', () => statementOf`select 'it\\'s ${1}'`, 'stands inside quotes'],
    ['a text, as a name', () => statementOf`select '${identifier('t')}'`, 'stands inside quotes'],
    ['double quotes', () => statementOf`select "${'a'}"`, 'stands inside double quotes, which make a name.'],
    ['double quotes, as a name', () => statementOf`select "${identifier('a')}"`, 'stands'],
    ['a quoted name before it', () => statementOf`select "a"${identifier('b')}`, 'stands'],
    ['a comment', () => statementOf`select 1 -- ${1}`, 'stands inside a comment.'],
    ['a comment of slashes', () => statementOf`select 1 // ${1}`, 'stands inside a comment.'],
    ['a long comment', () => statementOf`select /* ${1} */ 1`, 'stands inside a comment.'],
    ['dollar quotes', () => statementOf`execute immediate $$ select ${1} $$`, 'stands inside $$…$$'],
    ['the name of a stage', () => statementOf`list @~/${'a'}`, "is a part of a file's or a stage's name."],
    ['the name of a file', () => statementOf`put file://${'/tmp/a'} @~`, "is a part of a file's or a stage's name."],
  ])('refuses a value inside %s', (_, template, message) => {
    expect(template).toThrow(`Value 1 of the SQL template ${message}`);
  });

  test('takes a value behind a text, a comment and a name', () => {
    const { sqlText } = statementOf`select 'a', ${1} /* b */ , ${2} -- c
      , "d" || ${3}, ${identifier('e.f')}.g`;

    expect(sqlText).toBe('select \'a\', ? /* b */ , ? -- c\n      , "d" || ?, "E"."F".g');
  });

  test('names everything that is wrong with its values at once', () => {
    expect(() => statementOf`select ${undefined}, '${2}', ${3}, ${Number.NaN}`).toThrow(
      /^Value 1 of .* is undefined.*\nValue 2 of .* stands inside quotes.*\nValue 4 of .* is NaN.*$/,
    );
  });

  test('refuses a backslash that TypeScript cannot read', () => {
    expect(() => statementOf`select '\u'`).toThrow(
      'holds a backslash that TypeScript cannot read. Write it twice: \\\\.',
    );
  });
});
