import { describe, expect, test } from '@jest/globals';
import {
  foldName,
  identifier,
  nameParts,
  quoteIdentifier,
  quoteText,
} from '../../../../kernel-helpers/src/snowflake/statement/identifiers';
import { sqlStatement } from '../../../../kernel-helpers/src/snowflake/statement/sql-template';

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
    expect(() => quoteIdentifier('x'.repeat(256))).toThrow('1 to 255 characters');
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

  test.each([[undefined], [Number.NaN], [{}], [[1]], [() => 1]])('refuses %p', (value) => {
    expect(() => statementOf`select ${value}`).toThrow('Value 1 of the SQL template');
  });
});
