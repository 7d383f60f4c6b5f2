import { InterruptedError } from './exit-code';

const LOOK_AGAIN_MS = 1_000;

/**
 * Does some work that Ctrl-C (or SIGTERM, or the end of the terminal or of npm) stops: the work's signal is aborted, its
 * clean-up runs, and an InterruptedError is thrown when all of it has ended. A second Ctrl-C changes nothing, so the clean-up
 * comes to its end.
 */
export async function untilInterrupted<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort(new InterruptedError('Interrupted.'));
  const stopWatching = watchNpm(interrupt);
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt).on('SIGHUP', interrupt);
  // A terminal that was closed refuses what is printed; without a listener that would end this process before its clean-up.
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

/** npm passes SIGTERM on to its shell only, which leaves this process behind: then its parent is another one. */
function watchNpm(onEnd: () => void): () => void {
  if (process.env.npm_lifecycle_event === undefined) return () => undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) onEnd();
  }, LOOK_AGAIN_MS).unref();
  return () => clearInterval(timer);
}
