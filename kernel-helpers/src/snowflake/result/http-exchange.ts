import { buffer } from 'node:stream/consumers';
import { askForBytes } from '../../network/raw-bytes';
import { explainFailure } from './http-attempts';
import { unpacked } from './unpack';

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
    const { status, retryAfter, bytes } = await askForBytes(url, {
      method,
      headers: { 'accept-encoding': 'gzip', ...headers },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.any([signal, silence.signal]),
    });
    onStatus(status);
    const packed = watched(bytes, () => timer.refresh());
    return { status, body: await buffer(unpacked(packed)), ...(retryAfter !== undefined && { retryAfter }) };
  } catch (error) {
    signal.throwIfAborted();
    throw explainFailure(url, error);
  } finally {
    clearTimeout(timer);
  }
}

async function* watched(bytes: AsyncIterator<Uint8Array>, onBytes: () => void): AsyncGenerator<Uint8Array, void> {
  for (;;) {
    const part = await bytes.next();
    onBytes();
    if (part.done) return;
    yield part.value;
  }
}
