import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { AnswerWatch, type Patience } from './answer-watch';

/** Node.js tells every request of the process here, the driver's too (nodejs.org/api/diagnostics_channel.html, HTTP). */
const REQUESTS = 'http.client.request.start';

/**
 * Watches what the driver's own requests to a server come to, without sending any: the driver says nothing while it
 * tries again, a thousand times (snowflake-sdk 3.3.0).
 * @param tell is called once, when the server has not been reached for a while.
 * @returns a function that ends the watching; calling it twice is fine.
 */
export function watchAnswers(accessUrl: string, tell: (problem: string) => void, patience: Patience = {}): () => void {
  const { host } = new URL(accessUrl);
  const answers = new AnswerWatch(
    accessUrl,
    (problem) => {
      end();
      tell(problem);
    },
    patience,
  );
  const watch = (message: unknown): void => {
    const { request } = message as { readonly request: ClientRequest };
    // With its port: other servers may listen on the same machine.
    if (request.getHeader('host') !== host) return;
    const watched = answers.begin();
    request.once('response', ({ statusCode = 0 }) => watched.answered(statusCode));
    request.once('error', (error) => watched.failed(error));
  };
  const end = (): void => {
    unsubscribe(REQUESTS, watch);
    answers.end();
  };
  subscribe(REQUESTS, watch);
  return end;
}
