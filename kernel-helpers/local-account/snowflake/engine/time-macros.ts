const DATE_UNITS = ['year', 'quarter', 'month', 'week', 'day'] as const;
const TIME_UNITS = ['hour', 'minute', 'second', 'millisecond', 'microsecond'] as const;

const IS_NUMBER = "typeof(x) IN ('INTEGER', 'BIGINT', 'HUGEINT', 'DOUBLE') OR typeof(x) LIKE 'DECIMAL%'";
const IS_DIGITS = "regexp_full_match(x::VARCHAR, '-?[0-9]{1,19}')";

/**
 * Dates and times: https://docs.snowflake.com/en/sql-reference/functions-date-time
 *
 * No macro has variants for types of its arguments: DuckDB chooses among them before it knows the type of an aggregate or of
 * an alias. `cast_to_type` gives the result the type of an argument, whenever that is known.
 */
export const TIME_MACROS: readonly string[] = [
  // A number counts seconds; a text of digits counts seconds, milliseconds, microseconds or nanoseconds, by its size:
  // https://docs.snowflake.com/en/sql-reference/functions/to_timestamp
  `sf_epoch(x) AS make_timestamp(CASE
      WHEN abs(x) < 31536000000 THEN x * 1000000
      WHEN abs(x) < 31536000000000 THEN x * 1000
      WHEN abs(x) < 31536000000000000 THEN x
      ELSE x // 1000 END::BIGINT)`,
  `sf_to_timestamp(x) AS CASE
      WHEN ${IS_NUMBER} THEN make_timestamp((TRY_CAST(x::VARCHAR AS DOUBLE) * 1000000)::BIGINT)
      WHEN ${IS_DIGITS} THEN sf_epoch(x::VARCHAR::HUGEINT)
      ELSE CAST(x::VARCHAR AS TIMESTAMP) END`,
  `sf_to_date(x) AS CASE WHEN ${IS_DIGITS} THEN sf_epoch(x::VARCHAR::HUGEINT)::DATE ELSE CAST(x AS DATE) END`,
  `sf_try_to_date(x) AS
    CASE WHEN ${IS_DIGITS} THEN sf_epoch(TRY_CAST(x::VARCHAR AS HUGEINT))::DATE ELSE TRY_CAST(x::VARCHAR AS DATE) END`,
  'sf_parse_date(x, pattern) AS strptime(x, pattern)::DATE',
  'sf_now() AS now()',
  'sf_format_time(x, pattern) AS strftime(x::TIMESTAMP, pattern)',
  // Whole numbers of units; fractions are rounded: https://docs.snowflake.com/en/sql-reference/functions/dateadd
  'sf_count(n) AS CAST(round(CAST(n AS DECIMAL(38,6))) AS BIGINT)',
  // A DATE stays a DATE when whole days are added or the smaller parts are cut off.
  ...DATE_UNITS.map((unit) => `sf_add_${unit}(n, d) AS cast_to_type(d + to_${unit}s(sf_count(n)::INTEGER), d)`),
  ...TIME_UNITS.map((unit) => `sf_add_${unit}(n, d) AS d + to_${unit}s(sf_count(n))`),
  // The last day of a month stays one: https://docs.snowflake.com/en/sql-reference/functions/add_months
  `sf_add_months(d, n) AS cast_to_type(d + to_months(sf_count(n)::INTEGER) + to_days(CASE WHEN d::DATE = last_day(d)
    THEN (last_day(d + to_months(sf_count(n)::INTEGER)) - (d + to_months(sf_count(n)::INTEGER))::DATE)::INTEGER
    ELSE 0 END), d)`,
  'sf_date_trunc(unit, d) AS cast_to_type(date_trunc(unit, d), d)',
  'sf_datediff(unit, a, b) AS date_diff(unit, a, b)',
  // Weeks begin on Monday; what counts is how many beginnings lie between:
  // https://docs.snowflake.com/en/sql-reference/functions/datediff
  `sf_datediff_week(a, b) AS
    date_diff('day', date_trunc('week', a)::TIMESTAMP, date_trunc('week', b)::TIMESTAMP) // 7`,
  // https://docs.snowflake.com/en/sql-reference/functions/last_day
  `sf_last_day(unit, d) AS
    (date_trunc(unit, d::DATE)::DATE + CASE unit WHEN 'week' THEN INTERVAL 7 DAY WHEN 'year' THEN INTERVAL 1 YEAR
      WHEN 'quarter' THEN INTERVAL 3 MONTH ELSE INTERVAL 1 MONTH END - INTERVAL 1 DAY)::DATE`,
];
