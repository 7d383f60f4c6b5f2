/** What is asked for as bytes. */
export interface RawRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** @default 'GET' */
  readonly method?: 'GET' | 'POST';
  readonly body?: Uint8Array;
}

/** An answer whose bytes are as the server sent them. */
export interface RawAnswer {
  readonly status: number;
  /** The header Retry-After. */
  readonly retryAfter?: string;
  /** Ends with an error where the connection does. Stop reading it by its `return`, which ends the request. */
  readonly bytes: AsyncIterator<Uint8Array>;
}
