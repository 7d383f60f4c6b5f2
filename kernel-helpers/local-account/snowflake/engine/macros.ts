const DATE_UNITS = ['year', 'quarter', 'month', 'week', 'day'] as const;
const TIME_UNITS = ['hour', 'minute', 'second'] as const;

const isType = (...types: readonly string[]) => `typeof(x) IN (${types.map((type) => `'${type}'`).join(', ')})`;

/** SQL functions for what DuckDB computes otherwise than Snowflake, made anew at every start. */
export const MACROS: readonly string[] = [
  // DuckDB answers 1/0 with infinity, Snowflake with an error.
  "sf_divide(a, b) AS CASE WHEN b = 0 THEN error('Division by zero') ELSE a / b END",
  "sf_modulo(a, b) AS CASE WHEN b = 0 THEN error('Division by zero') ELSE a % b END",
  // Values as text: FLOAT with 15 digits, time stamps by their default format, VARIANT without the quotes of its texts.
  `sf_text(x) AS CASE
    WHEN ${isType('DOUBLE', 'FLOAT')} THEN format('{:.15g}', TRY_CAST(x::VARCHAR AS DOUBLE))
    WHEN ${isType('TIMESTAMP')} THEN strftime(TRY_CAST(x::VARCHAR AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g')
    WHEN ${isType('TIMESTAMP WITH TIME ZONE')}
      THEN strftime(TRY_CAST(x::VARCHAR AS TIMESTAMPTZ)::TIMESTAMP, '%Y-%m-%d %H:%M:%S.%g') || ' +0000'
    WHEN ${isType('BLOB')} THEN hex(TRY_CAST(x AS BLOB))
    WHEN ${isType('JSON')} THEN json_extract_string(x::VARCHAR, '$')
    WHEN typeof(x) LIKE '%[]' OR typeof(x) LIKE 'STRUCT(%' THEN to_json(x)::VARCHAR
    ELSE x::VARCHAR END`,
  // TO_VARCHAR(x, 'TME'): as many digits as bring the same FLOAT back.
  "sf_exact_text(x) AS upper(format('{:.16e}', x::DOUBLE))",
  'sf_format_time(x, pattern) AS strftime(x::TIMESTAMP, pattern)',
  // A number counts seconds: https://docs.snowflake.com/en/sql-reference/functions/to_timestamp
  `sf_to_timestamp(x) AS CASE
    WHEN typeof(x) IN ('INTEGER', 'BIGINT', 'HUGEINT', 'DOUBLE') OR typeof(x) LIKE 'DECIMAL%'
      THEN make_timestamp((TRY_CAST(x::VARCHAR AS DOUBLE) * 1000000)::BIGINT)
    ELSE CAST(x::VARCHAR AS TIMESTAMP) END`,
  'sf_now() AS now()',
  'sf_uuid_string() AS uuid()::VARCHAR',
  // Patterns match the whole text: https://docs.snowflake.com/en/sql-reference/functions/regexp_like
  'sf_regexp_like(a, pattern) AS regexp_full_match(a, pattern)',
  "sf_regexp_substr(a, pattern) AS nullif(regexp_extract(a, pattern), '')",
  // https://docs.snowflake.com/en/sql-reference/functions/get: NULL where there is no such key or position.
  'sf_get_path(v, path) AS json_extract(to_json(v), path)',
  "sf_get(v, key) AS json_extract(to_json(v), '/' || replace(replace(key::VARCHAR, '~', '~0'), '/', '~1'))",
  'sf_starts_with(a, b) AS starts_with(a, b)',
  'sf_bitxor(a, b) AS xor(a, b)',
  'sf_array_size(a) AS json_array_length(to_json(a))',
  // TO_BINARY reads hexadecimal digits: https://docs.snowflake.com/en/sql-reference/functions/to_binary
  'sf_to_binary(a) AS unhex(a)',
  'sf_hex_encode(a) AS hex(a)',
  // Whole numbers when both bounds are, both included: https://docs.snowflake.com/en/sql-reference/functions/uniform
  `sf_uniform(low, high, generator) AS CASE
    WHEN typeof(low) IN ('INTEGER', 'BIGINT') AND typeof(high) IN ('INTEGER', 'BIGINT')
      THEN floor(low + (high - low + 1) * random())
    ELSE low + (high - low) * random() END`,
  // A DATE stays a DATE when whole days are added or the smaller parts are cut off.
  ...DATE_UNITS.map((unit) => `sf_add_${unit}(n, d DATE) AS (d + to_${unit}s(n))::DATE, (n, d) AS d + to_${unit}s(n)`),
  ...TIME_UNITS.map((unit) => `sf_add_${unit}(n, d) AS d + to_${unit}s(n)`),
  'sf_date_trunc(unit, d DATE) AS date_trunc(unit, d)::DATE, (unit, d) AS date_trunc(unit, d)',
  'sf_datediff(unit, a, b) AS date_diff(unit, a::TIMESTAMP, b::TIMESTAMP)',
].map((macro) => `CREATE OR REPLACE MACRO ${macro}`);
