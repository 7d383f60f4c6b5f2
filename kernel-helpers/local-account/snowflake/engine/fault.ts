import { SnowflakeError } from '../snowflake-error';

/** A fault of the user's: how DuckDB speaks of it, and how Snowflake does. */
export type Fault = readonly [RegExp, Explain];

/** Makes Snowflake's error from what the pattern found. */
export type Explain = (...groups: readonly string[]) => SnowflakeError;

/**
 * Stands where Snowflake's words are known and their code is not. No published error of the service has this code, so nobody
 * takes it for another error: 002036 and 002303, for example, are those of correlated aggregates and of sliding windows.
 */
export const UNKNOWN_CODE = '099999';

/** An error of a statement that Snowflake does not start to run. */
export function compilation(code: string, sqlState: string, message: string): SnowflakeError {
  return new SnowflakeError(code, sqlState, `SQL compilation error:\n${message}`);
}
