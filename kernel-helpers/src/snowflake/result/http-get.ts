import { type FetchAnswer, fetchWithProxy } from '../../network/fetch';
import { explainFailure, refuseWhileBusy, untilAvailable } from './http-attempts';

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

/**
 * GETs a URL, and tries again while the server is busy or the network fails. The caller handles any other status.
 * Messages name the host only: the rest of such a URL is a signature that gives access to the data.
 */
export async function getWithRetries(url: URL, options: GetOptions): Promise<GetAnswer> {
  return await untilAvailable(options.signal, () => get(url, options));
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
    refuseWhileBusy(url, response.status);
    return { status: response.status, body };
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
