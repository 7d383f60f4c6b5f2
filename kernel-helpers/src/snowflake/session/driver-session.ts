import type * as SnowflakeSdk from 'snowflake-sdk';
import { UserError } from '../../errors';
import { concealed } from '../../render/concealed';
import type { Surroundings } from '../../surroundings';
import type { ResultManifest } from '../result/manifest';
import { AnswerWatch } from './answer-watch';
import type { ConnectionParameters } from './connection-parameters';
import { openConnection } from './driver-login';
import { driverTokens } from './driver-tokens';
import { transferByDriver } from './driver-transfers';
import type { FailureContext } from './explain-failure';
import { finishedBefore } from './interruption';
import { keepingUmask } from './kept-umask';
import { QueryContext } from './query-context';
import type { Session, Statement, Transfer } from './session';
import { SessionRequests } from './session-requests';
import { SharedSession } from './shared-session';
import { StatementGuard } from './statement-guard';
import { type FinalAnswer, fetchAnswer, StatementRequest } from './statement-request';
import { DEFAULT_TRANSFER_SECONDS, withinDeadline } from './transfer-deadline';

/** Logs in through Snowflake's driver. */
export async function openDriverSession(
  parameters: ConnectionParameters,
  surroundings: Surroundings,
): Promise<Session> {
  const { signal } = surroundings;
  const connection = await openConnection(parameters, signal);
  const { account, accessUrl, role, warehouse, statementTimeoutSeconds } = parameters;
  const context = { account, accessUrl, role, warehouse };
  const session = new DriverSession(connection, context, statementTimeoutSeconds, surroundings);
  await session.limitStatements(signal).catch(async (error: unknown) => {
    await session.close();
    throw error;
  });
  // The driver's connection knows the password and the session's tokens.
  return new SharedSession(concealed(session, `Snowflake session of account ${parameters.account}`));
}

class DriverSession implements Omit<Session, 'runAlone'> {
  readonly account: string;
  private readonly requests: SessionRequests;
  private readonly queryContext = new QueryContext();
  private readonly guard: StatementGuard;
  private closing: Promise<void> | undefined;

  constructor(
    private readonly connection: SnowflakeSdk.Connection,
    context: FailureContext,
    private readonly statementTimeoutSeconds: number | undefined,
    public surroundings: Surroundings,
  ) {
    this.account = context.account;
    this.requests = new SessionRequests(context.accessUrl, driverTokens(connection));
    this.guard = new StatementGuard(context, (sentence) => this.surroundings.warn(sentence));
  }

  async run(statement: Statement): Promise<ResultManifest> {
    const { signal } = statement;
    this.checkOpen();
    signal.throwIfAborted();
    const answer = await this.answerTo(statement);
    this.queryContext.take(answer.queryContext);
    if (answer.kind === 'failure') throw this.guard.failureOf(answer, signal);
    if (signal.aborted) throw finishedBefore(signal);
    return answer.manifest;
  }

  async manifestOf(queryId: string, signal: AbortSignal): Promise<ResultManifest> {
    this.checkOpen();
    const answer = await fetchAnswer(this.requests, queryId, signal);
    if (answer.kind === 'failure') throw this.guard.explained(answer);
    return answer.manifest;
  }

  /** Gives every statement of the session its time limit; the driver has no option for it. */
  async limitStatements(signal: AbortSignal): Promise<void> {
    const seconds = this.statementTimeoutSeconds;
    if (seconds === undefined) return;
    await this.run({ sqlText: `alter session set statement_timeout_in_seconds = ${seconds}`, signal });
  }

  async transferFiles(transfer: Transfer): Promise<readonly Readonly<Record<string, unknown>>[]> {
    this.checkOpen();
    const { deadlineSeconds = this.statementTimeoutSeconds ?? DEFAULT_TRANSFER_SECONDS } = transfer;
    return await withinDeadline(
      keepingUmask(() => transferByDriver(this.connection, transfer, this.guard)),
      deadlineSeconds,
    );
  }

  async close(): Promise<void> {
    this.closing ??= new Promise((resolve) => {
      // An error does not matter here: Snowflake itself ends a session after hours without requests.
      this.connection.destroy(() => resolve());
    });
    await this.closing;
  }

  /** Runs a statement to its end; the signal cancels it in Snowflake, where it would go on costing money. */
  private async answerTo(statement: Statement): Promise<FinalAnswer> {
    const waiting = new AbortController();
    const fail = (error: Error): void => waiting.abort(error);
    const watch = this.guard.watch(fail, (accessUrl, tell) => new AnswerWatch(accessUrl, tell));
    const watched = watch instanceof AnswerWatch ? watch : undefined;
    const request = new StatementRequest(this.requests, statement, waiting.signal, watched);
    const stopCancelling = this.guard.cancelOnAbort(statement.signal, request, () => request.cancel(), fail);
    try {
      return await request.answer(this.queryContext.sent);
    } finally {
      stopCancelling();
      watch.end();
    }
  }

  private checkOpen(): void {
    if (this.closing === undefined) return;
    throw new UserError('This Snowflake connection is closed.', {
      reason: 'closed',
      advice: 'Connect again: const snowflake = await connect();',
    });
  }
}
