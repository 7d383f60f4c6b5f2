/** A source of values. Each function returns a function that removes the listener. */
export interface ValueSource<Value> {
  onValue(listener: (value: Value) => void): () => void;
  onEnd(listener: () => void): () => void;
}

/**
 * Yields each new value from now on until the source ends, and throws the signal's reason when it is aborted.
 * A loop that is slower than the source gets only the latest value.
 */
export async function* latestValues<Value>(
  source: ValueSource<Value>,
  signal: AbortSignal,
): AsyncGenerator<Value, void, undefined> {
  let latest: { readonly value: Value } | undefined;
  let hasEnded = false;
  let wake = () => {};
  const stops = [
    source.onValue((value) => {
      latest = { value };
      wake();
    }),
    source.onEnd(() => {
      hasEnded = true;
      wake();
    }),
  ];
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort);
  try {
    for (;;) {
      signal.throwIfAborted();
      if (latest !== undefined) {
        const { value } = latest;
        latest = undefined;
        yield value;
      } else if (hasEnded) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    for (const stop of stops) stop();
  }
}
