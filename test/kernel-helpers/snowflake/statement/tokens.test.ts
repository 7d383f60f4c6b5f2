import { describe, expect, test } from '@jest/globals';
import { isOpen, textOf, tokenize, withoutComments } from 'kernel-helpers/snowflake/statement/tokens';
import { scan } from '../../../../kernel-helpers/local-account/snowflake/sql/scan';
import { LEXICAL_CASES } from './lexical-cases';

describe("Snowflake's lexical rules", () => {
  test.each(LEXICAL_CASES)('%j', (sql, expected) => {
    expect(withoutComments(tokenize(sql)).map(({ text }) => text)).toEqual(expected);
  });

  test.each(LEXICAL_CASES)('are the same in the local account: %j', (sql, expected) => {
    expect(scan(sql).map(({ start, end }) => sql.slice(start, end))).toEqual(expected);
  });

  test.each([
    ["select 'open", 'text', "'open"],
    ["select 'open\\", 'text', "'open\\"],
    ['select "open', 'quoted', '"open'],
    ['select $$open', 'dollars', '$$open'],
    ['select /* open', 'comment', '/* open'],
    ['select \u0001', 'symbol', '\u0001'],
  ])('accept unfinished and unknown text: %j', (sql, kind, text) => {
    expect(tokenize(sql).at(-1)).toMatchObject({ kind, text });
  });

  test.each([
    ["'a", true],
    ["'a''", true],
    ["'a\\'", true],
    ["'a\\\\'", false],
    ["'a'''", false],
    ['"a""', true],
    ['"a"""', false],
    ['$$', true],
    ['$$ a $$', false],
    ['/*/', true],
    ['/* a */', false],
    ['-- a', true],
    ['@stage/a', true],
    ['word', false],
  ])('say whether %j could go on', (sql, open) => {
    const [token] = tokenize(sql);

    expect([token.text, isOpen(token)]).toEqual([sql, open]);
  });

  test('read a long text without using the stack for it', () => {
    const text = `'${"it''s \\' ".repeat(500_000)}'`;

    expect(tokenize(`select ${text}`).at(-1)?.end).toBe(text.length + 7);
  });

  test('give the content of a text', () => {
    const said = tokenize("'it''s' $$a'b$$ 'a\\'b' word").map(textOf);

    expect(said).toEqual(["it's", "a'b", "a'b", undefined]);
  });
});
