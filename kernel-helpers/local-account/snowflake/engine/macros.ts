/** SQL functions for what DuckDB computes otherwise than Snowflake, made anew at every start. */
export const MACROS: readonly string[] = [
  // DuckDB answers 1/0 with infinity, Snowflake with an error.
  "sf_divide(a, b) AS CASE WHEN b = 0 THEN error('Division by zero') ELSE a / b END",
  "sf_modulo(a, b) AS CASE WHEN b = 0 THEN error('Division by zero') ELSE a % b END",
  // TO_BINARY reads hexadecimal digits: https://docs.snowflake.com/en/sql-reference/functions/to_binary
  'sf_to_binary(a) AS unhex(a)',
  'sf_hex_encode(a) AS hex(a)',
  // Whole numbers when both bounds are, both included: https://docs.snowflake.com/en/sql-reference/functions/uniform
  'sf_uniform(low, high, random_number) AS low + (high - low) * random()',
].map((macro) => `CREATE OR REPLACE MACRO ${macro}`);
