/**
 * SQL with the tokens that Snowflake sees in it, comments left out.
 * Sources: docs.snowflake.com, "String & binary data types" (quotes, escape sequences, dollar-quoted constants),
 * "Identifier requirements" (double quotes), "PUT" (file URLs), and "Query syntax" (comments).
 */
export const LEXICAL_CASES: readonly (readonly [sql: string, tokens: readonly string[]])[] = [
  ['select 1', ['select', '1']],
  ['-- up\nselect 1', ['select', '1']],
  ['// up\nselect 1', ['select', '1']],
  ['/* up; -- down */ select 1', ['select', '1']],
  ['select 1 -- the end', ['select', '1']],
  ["select 'it''s; -- no comment'", ['select', "'it''s; -- no comment'"]],
  ["select 'a\\'b;' , 2", ['select', "'a\\'b;'", ',', '2']],
  ["select 'ends with \\\\', 'x'", ['select', "'ends with \\\\'", ',', "'x'"]],
  ["select $$it's -- a ; 'text'$$", ['select', "$$it's -- a ; 'text'$$"]],
  ['select "a ""b"" -- c;" from t', ['select', '"a ""b"" -- c;"', 'from', 't']],
  ['select * from "x;y"."t"', ['select', '*', 'from', '"x;y"', '.', '"t"']],
  ['put file:///tmp/a.csv @~/folder', ['put', 'file:///tmp/a.csv', '@~/folder']],
  ['list @"My Stage"/a;', ['list', '@"My Stage"/a', ';']],
  ['select v:a::string, ? from t', ['select', 'v', ':', 'a', '::', 'string', ',', '?', 'from', 't']],
  ['select 1.5e-3, .5', ['select', '1.5e-3', ',', '.5']],
  ['select é_1$ from größe', ['select', 'é_1$', 'from', 'größe']],
];
