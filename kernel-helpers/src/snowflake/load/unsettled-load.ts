import { isUserError, messageOf, PlatformError } from '../../errors';
import { SnowflakeError } from '../session/driver-failure';

/** A load failed, and it is not known what the table holds now. */
export class UnsettledLoad extends PlatformError {}

/** Snowflake did not say whether it has done a step that others can see. */
export function unansweredStep(table: string, cause: unknown): UnsettledLoad {
  return new UnsettledLoad(
    `It is not known what ${table} holds now: Snowflake's answer to a step of the load did not arrive ` +
      `(${messageOf(cause)}). Look at the table before you load again.`,
    { cause, facts: { table } },
  );
}

/** The statement that undoes a failed load failed as well. */
export function notUndone(table: string, sqlText: string, failure: unknown, cause: unknown): UnsettledLoad {
  return new UnsettledLoad(
    `Loading ${table} failed (${messageOf(cause)}), and "${sqlText}", which undoes it, failed too (${messageOf(failure)}). ` +
      'Close this connection, which ends what is open in it, and look at the table before you load again.',
    { cause, facts: { table } },
  );
}

/** True when Snowflake itself refused or cancelled the statement, so that it has done nothing. */
export function hasDoneNothing(error: unknown): boolean {
  if (isUserError(error) && error.facts.cancelled === true) return true;
  return error instanceof Error && error.cause instanceof SnowflakeError && error.cause.sqlState !== undefined;
}
