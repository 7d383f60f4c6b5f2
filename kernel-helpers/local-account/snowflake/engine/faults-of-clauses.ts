import { printName } from '../identifiers';
import { SnowflakeError } from '../snowflake-error';
import { compilation, type Fault, UNKNOWN_CODE } from './fault';

/**
 * What stands in the wrong clause. Seen in Snowflake's documentation: 001104 (42601) in
 * https://docs.snowflake.com/en/sql-reference/constructs/group-by, 000979 in
 * https://docs.snowflake.com/en/release-notes/bcr-bundles, the words of 000976 in
 * https://docs.snowflake.com/en/sql-reference/functions/listagg. Seen in notes of users on GitHub: 001789 (42601), whose words
 * are in https://github.com/sqlfluff/sqlfluff/issues/1741, and 090150 (22000). From memory, and not found: the numbers 000976
 * and 002035; the words of 002035 are in snowpark-python's tests.
 */
export const FAULTS_OF_CLAUSES: readonly Fault[] = [
  [
    /column "?([^"\s]+)"? must appear in the GROUP BY clause/i,
    (name = '') =>
      new SnowflakeError(
        '001104',
        '42601',
        `SQL compilation error: error line 1\n'${name.split('.').map(printName).join('.')}' in select clause is neither an aggregate nor in the group by clause.`,
      ),
  ],
  [
    /GROUP BY clause cannot contain (\w+)|GROUP BY term out of range|(?:HAVING|GROUP BY)[^.]*GROUPING/,
    () => compilation('000979', '42601', 'The expression is not a valid group by expression'),
  ],
  [
    /ORDER (?:BY )?term out of range|ORDER BY non-integer literal/,
    () => compilation('000976', '42601', 'The expression is not a valid order by expression'),
  ],
  [
    /WHERE clause cannot contain aggregates|(?:JOIN|QUALIFY|FILTER)[^.]*cannot contain aggregates|aggregate function calls cannot contain window/i,
    () => compilation('002035', '42601', 'Invalid aggregate function in where clause'),
  ],
  [
    /aggregate function calls cannot be nested/i,
    () => compilation(UNKNOWN_CODE, '42601', 'Aggregate functions cannot be nested'),
  ],
  [
    /(?:WHERE|HAVING|GROUP BY|JOIN)[^.]*cannot contain window functions|window functions are not allowed|window function calls cannot be nested/i,
    () =>
      compilation(UNKNOWN_CODE, '42601', 'Window function appears outside of SELECT, QUALIFY, and ORDER BY clauses.'),
  ],
  [
    /Set operations can only apply to expressions with the same number of result columns/,
    () => compilation('001789', '42601', 'invalid number of result columns for set operator input branches'),
  ],
  [
    /More than one row returned by a subquery/,
    () => new SnowflakeError('090150', '22000', 'Single-row subquery returns more than one row.'),
  ],
  [
    /Subquery returns \d+ columns - expected/,
    () => compilation(UNKNOWN_CODE, '42601', 'Unsupported: Scalar subquery with multi-column SELECT clause.'),
  ],
];
