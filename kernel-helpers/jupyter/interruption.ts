import { InterruptedError } from './exit-code';

const LOOK_AGAIN_MS = 1_000;

/**
 * Does some work that Ctrl-C (or SIGTERM, or the end of the terminal or of npm) stops: this function then aborts the
 * work's signal, waits until the work has cleaned up, and throws an InterruptedError. A second Ctrl-C has no effect, so
 * that the clean-up can finish.
 */
export async function untilInterrupted<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort(new InterruptedError('Interrupted.'));
  const stopWatching = watchNpm(interrupt);
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt).on('SIGHUP', interrupt);
  // Printing to a closed terminal fails. Without a listener, this error would end the process before its clean-up.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', interrupt);
  try {
    const result = await work(interruption.signal);
    interruption.signal.throwIfAborted();
    return result;
  } finally {
    stopWatching();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt).off('SIGHUP', interrupt);
  }
}

/** npm passes SIGTERM on only to its shell. The shell ends, and this process then has another parent. */
function watchNpm(onEnd: () => void): () => void {
  if (process.env.npm_lifecycle_event === undefined) return () => undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) onEnd();
  }, LOOK_AGAIN_MS).unref();
  return () => clearInterval(timer);
}
