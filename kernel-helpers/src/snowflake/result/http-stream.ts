import type { RawAnswer } from '../../network/raw-answer';
import { askForBytes } from '../../network/raw-bytes';
import { explainFailure, refuseWhileBusy, untilAvailable } from './http-attempts';
import type { GetOptions, HttpAnswer } from './http-exchange';

export interface StreamOptions extends GetOptions {
  /** The error for an answer that has no part of the file, after which no other try is made. */
  readonly refuse: (answer: HttpAnswer) => Error;
}

/**
 * GETs the bytes of a file as they come, packed as the server packs them. While the server is busy or the network fails
 * it tries again, and goes on after the bytes that it has. Whoever stops early ends the download.
 */
export async function* streamWithRetries(url: URL, options: StreamOptions): AsyncGenerator<Uint8Array, void> {
  const download = new Download(url, options);
  try {
    for (;;) {
      const part = await untilAvailable(options.signal, () => download.next());
      if (part === undefined) return;
      yield part;
    }
  } finally {
    await download.stop();
  }
}

class Download {
  #bytes: AsyncIterator<Uint8Array> | undefined;
  #silence = new AbortController();
  #received = 0;
  /** Bytes to pass over, where a server sends all of them again. */
  #again = 0;

  constructor(
    private readonly url: URL,
    private readonly options: StreamOptions,
  ) {}

  /** The next bytes; undefined after the last. */
  async next(): Promise<Uint8Array | undefined> {
    const { signal } = this.options;
    signal.throwIfAborted();
    try {
      this.#bytes ??= await this.#open();
      for (;;) {
        const part = await this.#unlessSilent(this.#bytes.next());
        if (part.done) return undefined;
        const fresh = part.value.subarray(this.#again);
        this.#again -= part.value.length - fresh.length;
        this.#received += fresh.length;
        if (fresh.length > 0) return fresh;
      }
    } catch (error) {
      await this.stop();
      signal.throwIfAborted();
      throw explainFailure(this.url, error);
    }
  }

  /** Ends the request, if there is one. */
  async stop(): Promise<void> {
    const bytes = this.#bytes;
    this.#bytes = undefined;
    // Node's streams throw here what they threw before.
    await bytes?.return?.().catch(() => undefined);
  }

  async #open(): Promise<AsyncIterator<Uint8Array>> {
    const { headers, signal, refuse } = this.options;
    this.#silence = new AbortController();
    const answer = await this.#unlessSilent(
      askForBytes(this.url, {
        // Google's store unpacks a file for those who do not take gzip (cloud.google.com/storage/docs/transcoding).
        headers: { 'accept-encoding': 'gzip', ...headers, ...this.#rest() },
        signal: AbortSignal.any([signal, this.#silence.signal]),
      }),
    );
    refuseWhileBusy(this.url, answer.status, answer.retryAfter);
    if (answer.status !== 200 && answer.status !== 206) {
      throw refuse({ status: answer.status, body: await this.#readAll(answer) });
    }
    this.#again = answer.status === 206 ? 0 : this.#received;
    return answer.bytes;
  }

  /** What a new try asks for: all three stores know it (RFC 9110, section 14.2). */
  #rest(): Readonly<Record<string, string>> {
    return this.#received === 0 ? {} : { range: `bytes=${this.#received}-` };
  }

  async #readAll({ bytes }: RawAnswer): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for (;;) {
      const part = await this.#unlessSilent(bytes.next());
      if (part.done) return Buffer.concat(parts);
      parts.push(part.value);
    }
  }

  async #unlessSilent<Value>(coming: Promise<Value>): Promise<Value> {
    const { silenceSeconds } = this.options;
    const stop = (): void => this.#silence.abort(new Error(`no byte came for ${silenceSeconds} s`));
    let stopping: NodeJS.Immediate | undefined;
    // A timer runs before what has come while this thread was busy is read, and an immediate after it.
    const timer = setTimeout(() => {
      stopping = setImmediate(stop);
    }, silenceSeconds * 1000);
    try {
      return await coming;
    } finally {
      clearTimeout(timer);
      clearImmediate(stopping);
    }
  }
}
