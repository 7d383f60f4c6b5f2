import { type FetchAnswer, fetchWithProxy } from '../../network/fetch';
import { explainFailure } from './http-attempts';

export interface GetOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** An attempt has failed when no byte has come for so long; a slow network may take longer for all of them. */
  readonly silenceSeconds: number;
}

export interface HttpRequest extends GetOptions {
  /** @default 'GET' */
  readonly method?: 'GET' | 'POST';
  readonly body?: Uint8Array;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
  /** The header Retry-After. */
  readonly retryAfter?: string;
}

/**
 * Sends a request once, and reads the whole answer.
 * @param onStatus hears the answer's status before its body is read.
 * @throws an error after which `untilAvailable` tries again, where the network failed
 */
export async function exchange(
  url: URL,
  { headers, signal, silenceSeconds, method = 'GET', body }: HttpRequest,
  onStatus: (status: number) => void = () => undefined,
): Promise<HttpAnswer> {
  signal.throwIfAborted();
  const silence = new AbortController();
  const timer = setTimeout(
    () => silence.abort(new Error(`no byte came for ${silenceSeconds} s`)),
    silenceSeconds * 1000,
  );
  try {
    const response = await fetchWithProxy(url, {
      method,
      // A copy, because `fetch` refuses the symbol that hides concealed headers.
      headers: { ...headers },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.any([signal, silence.signal]),
    });
    onStatus(response.status);
    const retryAfter = response.headers.get('retry-after');
    const read = await readBody(response, () => timer.refresh());
    return { status: response.status, body: read, ...(retryAfter !== null && { retryAfter }) };
  } catch (error) {
    signal.throwIfAborted();
    throw explainFailure(url, error);
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
