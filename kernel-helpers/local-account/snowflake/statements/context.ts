import type { Account } from '../account';
import type { Cancellation } from '../engine/cancellation';
import type { Query, QueryAnswer } from '../queries/query';
import type { ResultFormat, ResultSet } from '../results/result-set';
import type { Session } from '../session/session';

/** What a statement runs in. */
export interface StatementContext {
  readonly account: Account;
  readonly session: Session;
  readonly cancellation: Cancellation;
  readonly queryId: string;
  /** How the rows of a SELECT travel. */
  readonly resultFormat: ResultFormat;
  /** Keeps on record that the statement costs a warehouse's time. */
  readonly noteWarehouse: (name: string) => void;
  /** An earlier result of the same user. */
  readonly findResult: (queryId: string) => QueryAnswer | undefined;
  /** Every statement that the account still knows, from the oldest to the newest. */
  readonly allQueries: () => readonly Query[];
  /** Cleans up when the statement has ended, whichever way. */
  readonly runAtEnd: (work: () => Promise<unknown>) => void;
  /** A signed link to a path of this server. */
  readonly uploadUrl: (path: string) => string;
}

/** What a statement answers besides the session's new state. */
export interface StatementAnswer {
  readonly result: ResultSet;
  readonly statementTypeId: number;
  /** Fields of a PUT answer, which has no rows: the driver does the upload. */
  readonly upload?: Readonly<Record<string, unknown>>;
}

/**
 * What drivers tell statements apart by: `SFStatementType` of
 * https://github.com/snowflakedb/snowflake-jdbc/blob/master/src/main/java/net/snowflake/client/core/SFStatementType.java
 */
export const STATEMENT_TYPE = {
  select: 0x1000,
  insert: 0x3100,
  update: 0x3200,
  delete: 0x3300,
  copy: 0x3600,
  alterSession: 0x4100,
  use: 0x4300,
  show: 0x4400,
  describe: 0x4500,
  list: 0x4700,
  transaction: 0x5000,
  definition: 0x6000,
  put: 0x7102,
  remove: 0x7103,
} as const;
