import type { Surroundings } from '../../surroundings';
import type { CalendarDate } from '../../values/calendar-date';
import type { Decimal } from '../../values/decimal';
import type { Timestamp } from '../../values/timestamp';
import type { ResultManifest } from '../result/manifest';

/** A value that is sent beside the SQL text, for one `?`. */
export type Bind = string | number | bigint | boolean | Date | Decimal | CalendarDate | Timestamp | null;

export interface Statement {
  readonly sqlText: string;
  readonly binds?: readonly Bind[];
  /** Session parameters for this statement alone, such as QUERY_RESULT_FORMAT. */
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  /** Asks for the columns alone: the statement is compiled and does not run. @default false */
  readonly describeOnly?: boolean;
  /** Stops the statement in Snowflake, and stops waiting for it. */
  readonly signal: AbortSignal;
}

/** PUT or GET. */
export interface Transfer extends Omit<Statement, 'binds' | 'parameters' | 'describeOnly'> {
  /** @default the time limit of the session's statements, else one hour */
  readonly deadlineSeconds?: number;
}

export interface StatementRunner {
  /** Hear what is to be said about the work of this session. A kept login gets those of its next user. */
  surroundings: Surroundings;
  /** Runs a statement to its end and describes its result, before any chunk of it is read. */
  run(statement: Statement): Promise<ResultManifest>;
}

/** One login at Snowflake. The code above uses this interface, not the driver. */
export interface Session extends StatementRunner {
  readonly account: string;
  /** Runs several statements without statements of other callers in between, as a transaction needs. */
  runAlone<Result>(work: (session: StatementRunner) => Promise<Result>): Promise<Result>;
  /** Asks again for a result of the last 24 hours, which gives new download links. */
  manifestOf(queryId: string, signal: AbortSignal): Promise<ResultManifest>;
  /** Runs PUT or GET, which the driver carries out itself; returns one object for each file. PlatformError when it is late. */
  transferFiles(transfer: Transfer): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Ends the session in Snowflake. Calling it twice is fine. */
  close(): Promise<void>;
}
