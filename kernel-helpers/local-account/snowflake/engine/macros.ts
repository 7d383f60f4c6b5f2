import { DOCUMENT_MACROS } from './document-macros';
import { NUMBER_MACROS } from './number-macros';
import { PATTERN_MACROS } from './pattern-macros';
import { TEXT_MACROS } from './text-macros';
import { TIME_MACROS } from './time-macros';

/** SQL functions for what DuckDB computes otherwise than Snowflake, made anew at every start; each uses only earlier ones. */
export const MACROS: readonly string[] = [
  ...TEXT_MACROS,
  ...TIME_MACROS,
  ...DOCUMENT_MACROS,
  ...NUMBER_MACROS,
  ...PATTERN_MACROS,
].map((macro) => `CREATE OR REPLACE MACRO ${macro}`);
