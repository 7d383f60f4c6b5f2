import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { whyUnreachable } from '../../network/why-unreachable';

/** Node.js tells every request of the process here, the driver's too (nodejs.org/api/diagnostics_channel.html, HTTP). */
const REQUESTS = 'http.client.request.start';

/** The driver tries again after each failure; a failure that is over soon is not worth a word. */
const FAILING_FOR_SECONDS = 10;
/** While a statement runs, Snowflake answers every request within 45 seconds, if only to say that it still runs. */
const SILENT_FOR_SECONDS = 90;

/** How long failures, or silence, must last before they are told. */
export interface Patience {
  readonly failingForSeconds?: number;
  readonly silentForSeconds?: number;
}

/**
 * Watches what the driver's own requests to a server come to, without sending any: the driver says nothing while it
 * tries again, a thousand times (snowflake-sdk 3.3.0).
 * @param tell is called once, when the server has not been reached for a while.
 * @returns a function that ends the watching; calling it twice is fine.
 */
export function watchAnswers(
  accessUrl: string,
  tell: (problem: string) => void,
  { failingForSeconds = FAILING_FOR_SECONDS, silentForSeconds = SILENT_FOR_SECONDS }: Patience = {},
): () => void {
  const { host } = new URL(accessUrl);
  let failingSince: number | undefined;
  const silences = new Map<ClientRequest, NodeJS.Timeout>();

  const say = (problem: string): void => {
    end();
    tell(problem);
  };
  const watch = (message: unknown): void => {
    const { request } = message as { readonly request: ClientRequest };
    // With its port: other servers may listen on the same machine.
    if (request.getHeader('host') !== host) return;
    const silence = setTimeout(
      () => say(`${host} has not answered for ${silentForSeconds} seconds.`),
      silentForSeconds * 1000,
    ).unref();
    silences.set(request, silence);
    const isOver = (): void => {
      clearTimeout(silence);
      silences.delete(request);
    };
    const fail = (problem: string): void => {
      failingSince ??= Date.now();
      if (Date.now() - failingSince >= failingForSeconds * 1000) say(problem);
    };
    request.once('response', ({ statusCode = 0 }) => {
      if (!silences.has(request)) return;
      isOver();
      if (statusCode >= 500) fail(`${host} answers HTTP ${statusCode}.`);
      else failingSince = undefined;
    });
    request.once('error', (error) => {
      // A request that ends after the watching, or after its answer began, says nothing new.
      if (!silences.has(request)) return;
      isOver();
      fail(whyUnreachable(accessUrl, error));
    });
  };
  const end = (): void => {
    unsubscribe(REQUESTS, watch);
    for (const silence of silences.values()) clearTimeout(silence);
    silences.clear();
  };
  subscribe(REQUESTS, watch);
  return end;
}
