import { randomUUID } from 'node:crypto';
import { Cancellation } from '../engine/cancellation';
import type { ResultSet } from '../results/result-set';
import type { SessionParameter } from '../session/parameters';
import type { SnowflakeError } from '../snowflake-error';
import type { Audience } from './audience';

/** The result of a finished statement, with the session's current names after it. */
export interface QueryAnswer {
  readonly result: ResultSet;
  readonly statementTypeId: number;
  readonly upload?: Readonly<Record<string, unknown>>;
  readonly finalNames: Readonly<Record<'database' | 'schema' | 'warehouse' | 'role', string | null>>;
  readonly parameters: readonly SessionParameter[];
}

export type QueryOutcome =
  | { readonly ok: true; readonly answer: QueryAnswer }
  | { readonly ok: false; readonly error: SnowflakeError };

/** One statement that a client sent, from its arrival until its result is forgotten. */
export class Query {
  readonly id = randomUUID();
  readonly cancellation = new Cancellation();
  readonly startedAt = Date.now();
  endedAt: number | null = null;
  /** The warehouse that the statement uses; null when it works on metadata alone. */
  warehouse: string | null = null;
  outcome: QueryOutcome | null = null;
  /** The requests that wait for the answer; null for a statement that runs on without any. */
  audience: Audience | null = null;
  /** Resolves when the statement has ended; never rejects. */
  ended: Promise<QueryOutcome> = new Promise(() => undefined);

  constructor(
    readonly user: string,
    readonly sessionId: number,
    readonly requestId: string,
    readonly sqlText: string,
    readonly tag: string,
  ) {}

  start(work: () => Promise<QueryOutcome>): void {
    this.ended = work().then((outcome) => {
      this.outcome = outcome;
      this.endedAt = Date.now();
      this.cancellation.close();
      this.audience?.close();
      return outcome;
    });
  }
}
