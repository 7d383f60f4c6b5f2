import { randomUUID } from 'node:crypto';
import { type Answer, answerIn } from '../result/parse-answer';
import type { AnswerWatch } from './answer-watch';
import { REQUEST_FAILED } from './driver-codes';
import type { Statement } from './session';
import type { SessionRequest, SessionRequests } from './session-requests';
import { statementBody } from './statement-body';

/** A statement waits for the network as long as its caller does. */
const STATEMENT_ATTEMPTS = Number.POSITIVE_INFINITY;
/** A few seconds. */
const RESULT_ATTEMPTS = 6;
/** About half a minute. */
const CANCEL_ATTEMPTS = 12;

/** The answer when the statement does not run any more. */
export type FinalAnswer = Exclude<Answer, { readonly kind: 'running' }>;

/**
 * One statement on its way through Snowflake. It can be sent again after a failure of the network: Snowflake runs a request
 * id once in a session, and answers the second request with the result of the first (as all drivers of Snowflake assume;
 * nodejs repository, test/integration/testExecute.js).
 */
export class StatementRequest {
  readonly #requestId = randomUUID();
  #queryId: string | undefined;

  constructor(
    private readonly requests: Pick<SessionRequests, 'send'>,
    private readonly statement: Statement,
    private readonly signal: AbortSignal,
    private readonly watch?: AnswerWatch,
  ) {}

  /** Known when Snowflake has answered that the statement runs. */
  get queryId(): string | undefined {
    return this.#queryId;
  }

  /** Sends the statement and waits until it has ended. */
  async answer(queryContext: object): Promise<FinalAnswer> {
    const path = `/queries/v1/query-request?requestId=${this.#requestId}`;
    const { signal, watch } = this;
    const sent = { signal, attempts: STATEMENT_ATTEMPTS, watch };
    const body = statementBody(this.statement, queryContext);
    const first = answerIn(await this.requests.send({ ...sent, method: 'POST', path, body }));
    if (first.kind === 'running') this.#queryId = first.queryId;
    return await finalAnswer(this.requests, first, sent);
  }

  /** Asks Snowflake to cancel it. Resolves with the code of a refusal, or that of a failure to ask. */
  async cancel(): Promise<string | undefined> {
    const id = this.#queryId;
    const asked =
      id === undefined
        ? { path: '/queries/v1/abort-request', body: { requestId: this.#requestId } }
        : { path: `/queries/${encodeURIComponent(id)}/abort-request` };
    try {
      const { success, code } = await this.requests.send({
        ...asked,
        method: 'POST',
        signal: this.signal,
        attempts: CANCEL_ATTEMPTS,
      });
      return success ? undefined : code;
    } catch {
      return REQUEST_FAILED;
    }
  }
}

/** The answer for a statement of the last 24 hours; waits while it still runs. */
export async function fetchAnswer(
  requests: Pick<SessionRequests, 'send'>,
  queryId: string,
  signal: AbortSignal,
): Promise<FinalAnswer> {
  const path = `/queries/${encodeURIComponent(queryId)}/result?disableOfflineChunks=false`;
  return await finalAnswer(requests, { kind: 'running', resultPath: path }, { signal, attempts: RESULT_ATTEMPTS });
}

async function finalAnswer(
  requests: Pick<SessionRequests, 'send'>,
  first: Answer,
  sent: Omit<SessionRequest, 'method' | 'path'>,
): Promise<FinalAnswer> {
  let answer = first;
  while (answer.kind === 'running') {
    answer = answerIn(await requests.send({ ...sent, method: 'GET', path: answer.resultPath }));
  }
  return answer;
}
