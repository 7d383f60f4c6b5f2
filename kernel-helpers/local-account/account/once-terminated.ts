const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Settles when this process is asked to end. From then on it ignores further requests, so that it can end in order. */
export function onceTerminated(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS) process.on(signal, () => resolve(signal));
  });
}
