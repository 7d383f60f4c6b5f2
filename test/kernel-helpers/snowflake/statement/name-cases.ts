/**
 * Names as SQL writes them, with the names that Snowflake stores.
 * Source: docs.snowflake.com, "Identifier requirements": unquoted names are stored in upper case, quoted ones as they are.
 */
export const NAME_CASES: readonly (readonly [written: string, stored: readonly string[]])[] = [
  ['houses', ['HOUSES']],
  ['Houses_2$x', ['HOUSES_2$X']],
  ['_h', ['_H']],
  ['db.s.houses', ['DB', 'S', 'HOUSES']],
  ['"houses"', ['houses']],
  ['"HOUSES"', ['HOUSES']],
  ['"a ""b"" c"', ['a "b" c']],
  ['db."my schema.x"."t"', ['DB', 'my schema.x', 't']],
  ['"größe"', ['größe']],
];
