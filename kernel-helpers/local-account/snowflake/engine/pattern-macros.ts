/** What `sf_like_regex` writes for a moment in place of an escaped character; no text of a pattern holds them. */
const [ESCAPED_PERCENT, ESCAPED_LOW_LINE, ESCAPED_ESCAPE] = ['chr(1)', 'chr(2)', 'chr(3)'];

const withoutEscapes = `CASE WHEN escaping = '' THEN pattern ELSE replace(replace(replace(replace(pattern,
    escaping || escaping, ${ESCAPED_ESCAPE}), escaping || '%', ${ESCAPED_PERCENT}), escaping || '_', ${ESCAPED_LOW_LINE}),
    ${ESCAPED_ESCAPE}, escaping) END`;

/** Patterns of LIKE that stand in columns: https://docs.snowflake.com/en/sql-reference/functions/like */
export const PATTERN_MACROS: readonly string[] = [
  `sf_like_regex(pattern, escaping) AS replace(replace(replace(replace(
    regexp_replace(${withoutEscapes}, '([\\\\^$.*+?()\\[\\]{}|])', '\\\\\\1', 'g'),
    '%', '.*'), '_', '.'), ${ESCAPED_PERCENT}, '%'), ${ESCAPED_LOW_LINE}, '_')`,
];
