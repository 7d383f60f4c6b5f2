/** Numbers: https://docs.snowflake.com/en/sql-reference/functions-numeric */
export const NUMBER_MACROS: readonly string[] = [
  // DuckDB answers 1/0 with infinity, Snowflake with an error.
  "sf_divide(a, b) AS CASE WHEN b = 0 THEN error('Division by zero') ELSE a / b END",
  "sf_modulo(a, b) AS CASE WHEN b = 0 THEN error('Division by zero') ELSE a % b END",
  'sf_bitxor(a, b) AS xor(a, b)',
  // Values below the range are in bucket 0, those at its end or above in the one after the last.
  'sf_width_bucket(value, low, high, buckets) AS CASE WHEN value < low THEN 0 WHEN value >= high THEN buckets + 1 ' +
    'ELSE floor((value - low)::DOUBLE / (high - low)::DOUBLE * buckets)::BIGINT + 1 END',
  // Both bounds are included: https://docs.snowflake.com/en/sql-reference/functions/uniform
  'sf_uniform_whole(low, high, generator) AS floor(low + (high - low + 1) * random())::BIGINT',
  'sf_uniform(low, high, generator) AS low + (high - low) * random()',
];
