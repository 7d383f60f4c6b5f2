import { backOff } from 'exponential-backoff';
import { isPlatformError, isUserError, PlatformError } from '../../errors';
import { type FetchAnswer, fetchWithProxy } from '../../network/fetch';
import { ownErrorIn, whyUnreachable } from '../../network/why-unreachable';

const ATTEMPTS = 6;
const FIRST_DELAY_MILLISECONDS = 100;
const LONGEST_DELAY_MILLISECONDS = 5000;

export interface GetOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** An attempt has failed when no byte has come for so long; a slow network may take longer for all of them. */
  readonly silenceSeconds: number;
}

export interface GetAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** The server is busy or the network failed: another try may help. */
class Unavailable extends PlatformError {}

/**
 * GETs a URL, and tries again while the server is busy or the network fails. The caller handles any other status.
 * Messages name the host only: the rest of such a URL is a signature that gives access to the data.
 */
export async function getWithRetries(url: URL, options: GetOptions): Promise<GetAnswer> {
  return await backOff(() => get(url, options), {
    numOfAttempts: ATTEMPTS,
    startingDelay: FIRST_DELAY_MILLISECONDS,
    maxDelay: LONGEST_DELAY_MILLISECONDS,
    jitter: 'full',
    retry: (error) => error instanceof Unavailable && !options.signal.aborted,
  });
}

async function get(url: URL, { headers, signal, silenceSeconds }: GetOptions): Promise<GetAnswer> {
  signal.throwIfAborted();
  const silence = new AbortController();
  const timer = setTimeout(
    () => silence.abort(new Error(`no byte came for ${silenceSeconds} s`)),
    silenceSeconds * 1000,
  );
  try {
    // A copy, because `fetch` refuses the symbol that hides concealed headers.
    const response = await fetchWithProxy(url, {
      headers: { ...headers },
      signal: AbortSignal.any([signal, silence.signal]),
    });
    const body = await readBody(response, () => timer.refresh());
    if (!isTransient(response.status)) return { status: response.status, body };
    throw new Unavailable(
      `${url.host} answered HTTP ${response.status} several times. Wait a little and run it again.`,
      {
        facts: { status: response.status },
        reason: response.status === 429 ? 'throttled' : response.status === 408 ? 'timed-out' : 'unavailable',
      },
    );
  } catch (error) {
    signal.throwIfAborted();
    if (isPlatformError(error)) throw error;
    const own = ownErrorIn(error);
    // A proxy that refuses once refuses always.
    if (isUserError(own)) throw own;
    throw new Unavailable(whyUnreachable(url, error), { cause: error, reason: 'unreachable' });
  } finally {
    clearTimeout(timer);
  }
}

async function readBody({ body }: FetchAnswer, onBytes: () => void): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const reader = body?.getReader();
  for (;;) {
    const part = await reader?.read();
    onBytes();
    if (part === undefined || part.done) return Buffer.concat(parts);
    parts.push(part.value);
  }
}

function isTransient(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}
