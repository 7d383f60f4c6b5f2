import { PlatformError } from '../../errors';
import { getWithRetries } from './http-get';
import { type Answer, parseAnswer } from './parse-answer';

/** While the statement runs, Snowflake waits up to 45 seconds before it answers a request for the result. */
const SILENCE_SECONDS = 90;

export interface ResultRequest {
  /** For example `https://myorg-account1.snowflakecomputing.com`. */
  readonly accessUrl: string;
  readonly sessionToken: string;
  readonly queryId: string;
  readonly signal: AbortSignal;
}

/** Gets the answer of a statement of the last 24 hours; waits while it still runs. */
export async function fetchAnswer(request: ResultRequest): Promise<Exclude<Answer, { kind: 'running' }>> {
  let path = `/queries/${encodeURIComponent(request.queryId)}/result?disableOfflineChunks=false`;
  for (;;) {
    const answer = parseAnswer(await getJson(new URL(path, request.accessUrl), request));
    if (answer.kind !== 'running') return answer;
    path = answer.resultPath;
  }
}

/** True when the answer says that the session's token has expired and a new one is needed. */
export function isTokenExpired(answer: Answer): boolean {
  return answer.kind === 'failure' && (answer.code === '390112' || answer.code === '390104');
}

async function getJson(url: URL, { sessionToken, signal }: ResultRequest): Promise<unknown> {
  const headers = { accept: 'application/snowflake', authorization: `Snowflake Token="${sessionToken}"` };
  const { status, body } = await getWithRetries(url, { headers, signal, silenceSeconds: SILENCE_SECONDS });
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch (cause) {
    throw new PlatformError(
      `${url.host} answered HTTP ${status} with something that is not JSON; a proxy may be in between.`,
      { cause, facts: { status }, reason: 'unreadable-answer' },
    );
  }
}
