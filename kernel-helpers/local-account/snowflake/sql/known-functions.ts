/**
 * Snowflake functions that come out right after translation. polyglot passes unknown names through, and DuckDB has
 * hundreds of its own, so a name outside this list is refused rather than tried.
 */
const SCALAR_AND_AGGREGATE = `
  ABS ACOS ASIN ATAN ATAN2 CEIL COS COT DEGREES EXP FLOOR LN LOG PI POW POWER RADIANS ROUND SIGN SIN SQRT SQUARE TAN TANH SINH COSH
  TRUNC TRUNCATE MOD DIV0 GREATEST LEAST RANDOM UNIFORM HASH WIDTH_BUCKET CBRT FACTORIAL
  COALESCE NVL NVL2 IFNULL NULLIF IFF ZEROIFNULL NULLIFZERO DECODE EQUAL_NULL
  AVG COUNT COUNT_IF MAX MIN SUM MEDIAN MODE STDDEV STDDEV_POP STDDEV_SAMP VARIANCE VAR_POP VAR_SAMP CORR COVAR_POP COVAR_SAMP
  ANY_VALUE ARRAY_AGG LISTAGG APPROX_COUNT_DISTINCT PERCENTILE_CONT PERCENTILE_DISC MIN_BY MAX_BY BOOLOR_AGG BOOLAND_AGG
  SKEW KURTOSIS REGR_SLOPE REGR_INTERCEPT REGR_R2 BITAND_AGG BITOR_AGG
  ROW_NUMBER RANK DENSE_RANK PERCENT_RANK CUME_DIST NTILE LAG LEAD FIRST_VALUE LAST_VALUE NTH_VALUE
  ASCII CHR CONCAT CONCAT_WS CONTAINS ENDSWITH STARTSWITH INITCAP LEFT LENGTH LEN LOWER LPAD LTRIM POSITION REPEAT REPLACE
  REVERSE RIGHT RPAD RTRIM SPLIT_PART SUBSTR SUBSTRING TRANSLATE TRIM UPPER CHARINDEX MD5 SHA2 REGEXP_REPLACE REGEXP_LIKE
  REGEXP_SUBSTR RLIKE LIKE ILIKE
  CAST TRY_CAST TO_CHAR TO_VARCHAR TO_DATE TO_TIMESTAMP TO_TIMESTAMP_NTZ TO_NUMBER TO_DOUBLE TO_BOOLEAN DATE TRY_TO_DATE
  CURRENT_DATE CURRENT_TIMESTAMP CURRENT_TIME LOCALTIMESTAMP SYSDATE GETDATE DATEADD DATEDIFF DATE_TRUNC DATE_PART EXTRACT YEAR MONTH
  DAY DAYOFMONTH DAYOFWEEK DAYOFYEAR HOUR MINUTE SECOND QUARTER WEEK LAST_DAY TIMESTAMPADD TIMESTAMPDIFF DATE_FROM_PARTS
  MONTHNAME DAYNAME ADD_MONTHS
  PARSE_JSON TO_JSON OBJECT_CONSTRUCT ARRAY_CONSTRUCT ARRAY_SIZE GET_PATH TYPEOF TO_VARIANT
  SEQ1 SEQ2 SEQ4 SEQ8 BITAND BITOR BITXOR BITSHIFTLEFT BITSHIFTRIGHT UUID_STRING HEX_ENCODE TO_BINARY
  SF_DIVIDE SF_MODULO
`;

const KNOWN = new Set(SCALAR_AND_AGGREGATE.trim().split(/\s+/));

/** Functions that stand in FROM. */
export const TABLE_FUNCTIONS: ReadonlySet<string> = new Set(['TABLE', 'GENERATOR']);

/** Functions whose translation would be wrong or missing; macros of `engine/macros.ts` take their place. */
export const REPLACED_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['TO_BINARY', 'sf_to_binary'],
  ['HEX_ENCODE', 'sf_hex_encode'],
  ['UNIFORM', 'sf_uniform'],
]);

/** True for a function that this account computes as Snowflake does. */
export function isKnownFunction(name: string): boolean {
  return KNOWN.has(name) || TABLE_FUNCTIONS.has(name);
}

/** Kinds of expressions, in polyglot's names, that come out right after translation. */
const NODES = `
  select union intersect except subquery values tuple table with alias column star dot paren literal boolean null parameter
  placeholder delete insert update lateral not and or eq neq lt lte gt gte is_null is_true is_false null_safe_eq null_safe_neq
  between in exists like i_like any all case cast try_cast interval add sub mul div mod mod_func neg concat subscript
  array_func map_func named_argument j_s_o_n_extract function aggregate_function window_function within_group
  count sum avg min max median mode stddev stddev_pop stddev_samp variance var var_pop var_samp any_value array_agg list_agg
  approx_count_distinct count_if
  row_number rank dense_rank percent_rank cume_dist n_tile lag lead first_value last_value nth_value
  abs acos asin atan atan2 ceil cos degrees exp floor ln log pi power radians rand random round sin sqrt tan sign greatest least
  coalesce nvl nvl2 if_func decode
  upper lower initcap length trim substring replace reverse contains starts_with ends_with str_position regexp_like rlike
  to_number parse_json to_json typeof array_size index
  date_diff last_day add_months extract year month day day_of_month day_of_week day_of_year hour minute second quarter
`;

const KNOWN_NODES = new Set(NODES.trim().split(/\s+/));

export function isKnownNode(type: string): boolean {
  return KNOWN_NODES.has(type);
}
