/**
 * Snowflake functions that come out right after translation; `functions.test.ts` holds a claim for each. polyglot passes
 * unknown names through, and DuckDB has hundreds of its own, so a name outside this list is refused rather than tried.
 */
const FUNCTIONS = `
  ABS ACOS ASIN ATAN ATAN2 CEIL COS COT DEGREES EXP FLOOR LN LOG PI POW POWER RADIANS ROUND SIGN SIN SQRT SQUARE TAN TANH SINH COSH
  TRUNC TRUNCATE MOD DIV0 GREATEST LEAST RANDOM UNIFORM HASH CBRT FACTORIAL WIDTH_BUCKET BITAND BITOR BITXOR BITSHIFTLEFT BITSHIFTRIGHT
  COALESCE NVL NVL2 IFNULL NULLIF IFF ZEROIFNULL NULLIFZERO DECODE EQUAL_NULL
  AVG COUNT COUNT_IF MAX MIN SUM MEDIAN MODE STDDEV STDDEV_POP STDDEV_SAMP VARIANCE VAR_POP VAR_SAMP CORR COVAR_POP COVAR_SAMP
  ANY_VALUE ARRAY_AGG LISTAGG APPROX_COUNT_DISTINCT HLL APPROX_PERCENTILE PERCENTILE_CONT PERCENTILE_DISC MIN_BY MAX_BY BOOLOR_AGG BOOLAND_AGG
  SKEW KURTOSIS REGR_SLOPE REGR_INTERCEPT REGR_R2
  ROW_NUMBER RANK DENSE_RANK PERCENT_RANK CUME_DIST NTILE LAG LEAD FIRST_VALUE LAST_VALUE NTH_VALUE
  ASCII CHR CONCAT CONTAINS ENDSWITH STARTSWITH LEFT LENGTH LEN LOWER LPAD LTRIM POSITION REPEAT REPLACE REVERSE RIGHT RPAD RTRIM
  SPLIT_PART SUBSTR SUBSTRING TRANSLATE TRIM UPPER CHARINDEX MD5 REGEXP_REPLACE REGEXP_LIKE REGEXP_SUBSTR RLIKE
  TO_CHAR TO_VARCHAR TO_DATE TO_TIMESTAMP TO_TIMESTAMP_NTZ TO_NUMBER TO_DOUBLE TO_BOOLEAN DATE TRY_TO_DATE TO_BINARY HEX_ENCODE
  CURRENT_DATE CURRENT_TIMESTAMP CURRENT_TIME SYSDATE GETDATE DATEADD DATEDIFF TIMESTAMPADD TIMESTAMPDIFF DATE_TRUNC DATE_PART
  EXTRACT YEAR MONTH DAY DAYOFMONTH DAYOFWEEK DAYOFYEAR HOUR MINUTE SECOND QUARTER WEEK LAST_DAY ADD_MONTHS MONTHNAME DAYNAME
  DATE_FROM_PARTS
  PARSE_JSON TO_JSON OBJECT_CONSTRUCT ARRAY_CONSTRUCT ARRAY_SIZE GET_PATH SEQ1 SEQ2 SEQ4 SEQ8 UUID_STRING
`;

/** By upper-case name. */
export const KNOWN_FUNCTIONS: ReadonlySet<string> = new Set(FUNCTIONS.trim().split(/\s+/));

/** Parts of GROUP BY that polyglot holds for functions. */
const GROUPINGS: ReadonlySet<string> = new Set(['ROLLUP', 'CUBE', 'GROUPING SETS']);

/** True for a function that this account computes as Snowflake does. */
export function isKnownFunction(name: string): boolean {
  return KNOWN_FUNCTIONS.has(name) || GROUPINGS.has(name);
}

/** Kinds of expressions, in polyglot's names, that come out right after translation. */
const NODES = `
  select union intersect except subquery values tuple table with alias column star dot paren literal boolean null parameter
  placeholder delete insert update and or not eq neq lt lte gt gte is_null is_true is_false null_safe_eq null_safe_neq
  between in exists like i_like any all case cast try_cast interval add sub mul div mod mod_func neg concat subscript var
  array_func map_func named_argument j_s_o_n_extract function aggregate_function window_function within_group
  count sum avg min max median mode stddev stddev_pop stddev_samp variance var_pop var_samp any_value array_agg list_agg
  approx_count_distinct count_if
  row_number rank dense_rank percent_rank cume_dist n_tile lag lead first_value last_value nth_value
  abs acos asin atan atan2 ceil cos degrees exp floor ln log pi power radians rand random round sin sqrt tan sign greatest least
  coalesce nvl nvl2 if_func decode
  upper lower length trim substring replace reverse contains starts_with ends_with str_position regexp_like
  to_number parse_json to_json array_size
  date_diff last_day add_months extract year month day day_of_month day_of_week day_of_year hour minute second quarter
`;

const KNOWN_NODES = new Set(NODES.trim().split(/\s+/));

/** True for a kind of expression that this account computes as Snowflake does. */
export function isKnownNode(type: string): boolean {
  return KNOWN_NODES.has(type);
}
