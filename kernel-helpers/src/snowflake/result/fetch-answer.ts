import { PlatformError } from '../../errors';
import { type Answer, parseAnswer } from './parse-answer';

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
    // Snowflake itself holds each request for up to 45 seconds, so this is no busy loop.
    const answer = parseAnswer(await getJson(new URL(path, request.accessUrl), request));
    if (answer.kind !== 'running') return answer;
    path = answer.resultPath;
  }
}

/** True when the answer says that the session's token has run out and a new one has to be asked for. */
export function isTokenExpired(answer: Answer): boolean {
  return answer.kind === 'failure' && (answer.code === '390112' || answer.code === '390104');
}

async function getJson(url: URL, { sessionToken, signal }: ResultRequest): Promise<unknown> {
  const response = await fetch(url, {
    headers: { accept: 'application/snowflake', authorization: `Snowflake Token="${sessionToken}"` },
    signal,
  });
  const text = await response.text();
  if (!response.ok && !text.startsWith('{')) {
    throw new PlatformError(
      `Snowflake answered HTTP ${response.status} to the request for a result. Run the query again.`,
      {
        facts: { status: response.status },
      },
    );
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new PlatformError('Snowflake answered something that is not JSON; a proxy may stand in between.', { cause });
  }
}
