import type * as SnowflakeSdk from 'snowflake-sdk';
import { PlatformError, UserError } from '../../errors';
import { checkProxy } from '../../network/tunnel';
import { whyUnreachable } from '../../network/why-unreachable';
import { concealed } from '../../render/concealed';
import type { Surroundings } from '../../surroundings';
import { isOnThisMachine } from '../../this-machine';
import type { ResultManifest } from '../result/manifest';
import { AnswerWatch } from './answer-watch';
import { type CancelRequest, cancelUntilEnded } from './cancel-statement';
import type { ConnectionParameters } from './connection-parameters';
import { REQUEST_FAILED, UNREACHABLE } from './driver-codes';
import { failureOfDriver, type SnowflakeFailure } from './driver-failure';
import { createConnection, logIn } from './driver-login';
import { driverTokens } from './driver-tokens';
import { explainFailure, type FailureContext } from './explain-failure';
import { explainLogin } from './explain-login';
import { finishedBefore, interrupted, interruptedWithoutAnswer, notToldOf } from './interruption';
import { keepingUmask } from './kept-umask';
import { QueryContext } from './query-context';
import type { Session, Statement, Transfer } from './session';
import { SessionRequests } from './session-requests';
import { SharedSession } from './shared-session';
import { type FinalAnswer, fetchAnswer, StatementRequest } from './statement-request';
import { DEFAULT_TRANSFER_SECONDS, withinDeadline } from './transfer-deadline';
import { watchAnswers } from './watch-answers';
import { watchServer } from './watch-server';

/** The driver would wait for six minutes for each answer. */
const LOGIN_SECONDS = 150;

/** Logs in through Snowflake's driver. */
export async function openDriverSession(
  parameters: ConnectionParameters,
  surroundings: Surroundings,
): Promise<Session> {
  const { signal } = surroundings;
  signal.throwIfAborted();
  await checkProxy(parameters.accessUrl);
  const connection = createConnection(parameters);
  const deadline = AbortSignal.timeout(LOGIN_SECONDS * 1000);
  await logIn(connection, AbortSignal.any([signal, deadline])).catch(async (error: unknown) => {
    signal.throwIfAborted();
    if (error === deadline.reason)
      throw new PlatformError(whyUnreachable(parameters.accessUrl, error), { cause: error, reason: 'unreachable' });
    throw await explainLogin(failureOfDriver(error), parameters);
  });
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
  private closing: Promise<void> | undefined;

  constructor(
    private readonly connection: SnowflakeSdk.Connection,
    private readonly context: FailureContext,
    private readonly statementTimeoutSeconds: number | undefined,
    public surroundings: Surroundings,
  ) {
    this.account = context.account;
    this.requests = new SessionRequests(context.accessUrl, driverTokens(connection));
  }

  async run(statement: Statement): Promise<ResultManifest> {
    const { signal } = statement;
    this.checkOpen();
    signal.throwIfAborted();
    const answer = await this.answerTo(statement);
    this.queryContext.take(answer.queryContext);
    if (answer.kind === 'failure') throw this.failureOf(answer, signal);
    if (signal.aborted) throw finishedBefore(signal);
    return answer.manifest;
  }

  async manifestOf(queryId: string, signal: AbortSignal): Promise<ResultManifest> {
    this.checkOpen();
    const answer = await fetchAnswer(this.requests, queryId, signal);
    if (answer.kind === 'failure') throw this.explained(answer);
    return answer.manifest;
  }

  /** Gives every statement of the session its time limit; the driver has no option for it. */
  async limitStatements(signal: AbortSignal): Promise<void> {
    const seconds = this.statementTimeoutSeconds;
    if (seconds === undefined) return;
    await this.run({ sqlText: `alter session set statement_timeout_in_seconds = ${seconds}`, signal });
  }

  async transferFiles(transfer: Transfer): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { deadlineSeconds = this.statementTimeoutSeconds ?? DEFAULT_TRANSFER_SECONDS } = transfer;
    return await withinDeadline(
      keepingUmask(() => this.transferWithoutDeadline(transfer)),
      deadlineSeconds,
    );
  }

  private async transferWithoutDeadline(statement: Transfer): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const finished = await this.execute(statement);
    const names = (finished.getColumns() ?? []).map((column) => column.getName());
    const rows: Record<string, unknown>[] = [];
    for await (const row of finished.streamRows()) {
      rows.push(Object.fromEntries(names.map((name, index) => [name, (row as readonly unknown[])[index]])));
    }
    return rows;
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
    const { accessUrl } = this.context;
    const waiting = new AbortController();
    const fail = (error: Error): void => waiting.abort(error);
    const watch = isOnThisMachine(accessUrl)
      ? { end: watchServer(accessUrl, ({ message }) => fail(this.goneFrom(message))) }
      : new AnswerWatch(accessUrl, (problem) => this.warnOf(problem));
    const request = new StatementRequest(
      this.requests,
      statement,
      waiting.signal,
      watch instanceof AnswerWatch ? watch : undefined,
    );
    const stopCancelling = this.cancelOnAbort(statement.signal, request, () => request.cancel(), fail);
    try {
      return await request.answer(this.queryContext.sent);
    } finally {
      stopCancelling();
      watch.end();
    }
  }

  /** PUT or GET. */
  private async execute(statement: Transfer): Promise<SnowflakeSdk.RowStatement> {
    this.checkOpen();
    statement.signal.throwIfAborted();
    try {
      return await this.executeInDriver(statement);
    } catch (error) {
      // The driver's stack leads to a callback inside the driver; a stack from here leads to the caller.
      if (error instanceof Error) Error.captureStackTrace(error);
      throw error;
    }
  }

  private executeInDriver({ sqlText, signal }: Transfer): Promise<SnowflakeSdk.RowStatement> {
    return new Promise((resolve, reject) => {
      const statement = this.connection.execute({
        sqlText,
        streamResult: true,
        complete: (error, finished) => {
          stopCancelling();
          endWatching();
          if (error === undefined || error === null) resolve(finished);
          else reject(this.failureOf(failureOfDriver(error), signal));
        },
      });
      const asked = {
        get queryId() {
          return statement.getQueryId();
        },
      };
      const stopCancelling = this.cancelOnAbort(signal, asked, () => cancelInDriver(statement), reject);
      const endWatching = this.watchDriver(reject);
    });
  }

  /** @returns a function to call when the statement has ended. */
  private cancelOnAbort(
    signal: AbortSignal,
    asked: { readonly queryId: string | undefined },
    ask: CancelRequest,
    fail: (error: Error) => void,
  ): () => void {
    let endCancelling = (): void => undefined;
    const cancel = (): void => {
      endCancelling = cancelUntilEnded(ask, (why) => {
        if (why === 'not told') this.surroundings.warn(notToldOf(asked.queryId));
        fail(interruptedWithoutAnswer(why, signal));
      });
    };
    signal.addEventListener('abort', cancel, { once: true });
    return () => {
      signal.removeEventListener('abort', cancel);
      endCancelling();
    };
  }

  /**
   * A local account that is gone does not come back with its sessions, so the statement has failed. Elsewhere the
   * requests are sent again, and the statement runs as soon as one gets through, so it has not failed yet.
   */
  private watchDriver(fail: (error: Error) => void): () => void {
    const { accessUrl } = this.context;
    if (isOnThisMachine(accessUrl)) return watchServer(accessUrl, ({ message }) => fail(this.goneFrom(message)));
    return watchAnswers(accessUrl, (problem) => this.warnOf(problem));
  }

  private goneFrom(message: string): Error {
    return this.explained({ code: UNREACHABLE, message });
  }

  private warnOf(problem: string): void {
    this.surroundings.warn(`${problem} The statement goes on as soon as it can; interrupt it to give up.`);
  }

  /** A statement that failed with an SQL state has done nothing, whether the interrupt or something else stopped it. */
  private failureOf(failure: SnowflakeFailure, signal: AbortSignal): Error {
    if (!signal.aborted) return this.explained(failure);
    return failure.sqlState === undefined ? interruptedWithoutAnswer('not told', signal) : interrupted(signal);
  }

  private explained(failure: SnowflakeFailure): Error {
    return explainFailure(failure, this.context);
  }

  private checkOpen(): void {
    if (this.closing === undefined) return;
    throw new UserError('This Snowflake connection is closed.', {
      reason: 'closed',
      advice: 'Connect again: const snowflake = await connect();',
    });
  }
}

function cancelInDriver(statement: SnowflakeSdk.RowStatement): Promise<string | undefined> {
  return new Promise((resolve) =>
    statement.cancel((error) =>
      resolve(error === undefined || error === null ? undefined : (failureOfDriver(error).code ?? REQUEST_FAILED)),
    ),
  );
}
