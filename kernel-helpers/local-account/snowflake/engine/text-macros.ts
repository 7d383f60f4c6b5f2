const isType = (...types: readonly string[]) => `typeof(x) IN (${types.map((type) => `'${type}'`).join(', ')})`;

const TRUE_WORDS = "('true', 't', 'yes', 'y', 'on', '1')";
const FALSE_WORDS = "('false', 'f', 'no', 'n', 'off', '0')";

/** Texts, and values from and to texts: https://docs.snowflake.com/en/sql-reference/functions-string */
export const TEXT_MACROS: readonly string[] = [
  // Values as text: FLOAT with 15 digits, time stamps by their default format, VARIANT without the quotes of its texts.
  `sf_text(x) AS CASE
    WHEN ${isType('DOUBLE', 'FLOAT')} THEN format('{:.15g}', TRY_CAST(x::VARCHAR AS DOUBLE))
    WHEN ${isType('TIMESTAMP')} THEN strftime(TRY_CAST(x::VARCHAR AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g')
    WHEN ${isType('TIMESTAMP WITH TIME ZONE')}
      THEN strftime(TRY_CAST(x::VARCHAR AS TIMESTAMPTZ)::TIMESTAMP, '%Y-%m-%d %H:%M:%S.%g') || ' +0000'
    WHEN ${isType('BLOB')} THEN hex(TRY_CAST(x AS BLOB))
    WHEN ${isType('JSON')} THEN json_extract_string(x::VARCHAR, '$')
    WHEN typeof(x) LIKE '%[]' OR typeof(x) LIKE 'STRUCT(%' OR typeof(x) LIKE 'MAP(%' THEN to_json(x)::VARCHAR
    ELSE x::VARCHAR END`,
  // TO_VARCHAR(x, 'TME'): as many digits as bring the same FLOAT back.
  "sf_exact_text(x) AS upper(format('{:.16e}', x::DOUBLE))",
  'sf_length(n) AS CASE WHEN n < 0 THEN 0 ELSE n END',
  // https://docs.snowflake.com/en/sql-reference/functions/left: a negative length counts as 0.
  'sf_left(a, n) AS left(a, sf_length(n)::BIGINT)',
  'sf_right(a, n) AS right(a, sf_length(n)::BIGINT)',
  // https://docs.snowflake.com/en/sql-reference/functions/lpad: an empty pad adds nothing.
  "sf_lpad(a, n, pad) AS CASE WHEN pad = '' THEN left(a, sf_length(n)::BIGINT) ELSE lpad(a, sf_length(n)::INTEGER, pad) END",
  "sf_rpad(a, n, pad) AS CASE WHEN pad = '' THEN left(a, sf_length(n)::BIGINT) ELSE rpad(a, sf_length(n)::INTEGER, pad) END",
  // Position 0 is 1, and a length below 0 is 0: https://docs.snowflake.com/en/sql-reference/functions/substr
  'sf_substr(a, start, length) AS substring(a, CASE WHEN start = 0 THEN 1 ELSE start END::BIGINT, sf_length(length)::BIGINT)',
  'sf_uuid_string() AS uuid()::VARCHAR',
  // Patterns match the whole text: https://docs.snowflake.com/en/sql-reference/functions/regexp_like
  'sf_regexp_like(a, pattern) AS regexp_full_match(a, pattern)',
  "sf_regexp_substr(a, pattern) AS nullif(regexp_extract(a, pattern), '')",
  'sf_starts_with(a, b) AS starts_with(a, b)',
  // TO_BINARY reads hexadecimal digits: https://docs.snowflake.com/en/sql-reference/functions/to_binary
  'sf_to_binary(a) AS unhex(a)',
  'sf_hex_encode(a) AS hex(a)',
  // https://docs.snowflake.com/en/sql-reference/functions/to_boolean
  `sf_to_boolean(x) AS CASE
      WHEN x IS NULL THEN NULL
      WHEN NOT ${isType('VARCHAR', 'JSON')} THEN CAST(x AS BOOLEAN)
      WHEN lower(sf_text(x)) IN ${TRUE_WORDS} THEN true
      WHEN lower(sf_text(x)) IN ${FALSE_WORDS} THEN false
      ELSE error('snowflake 100037 22018 Boolean value ''' || sf_text(x) || ''' is not recognized') END`,
  `sf_try_to_boolean(x) AS CASE
      WHEN lower(sf_text(x)) IN ${TRUE_WORDS} THEN true
      WHEN lower(sf_text(x)) IN ${FALSE_WORDS} THEN false END`,
];
