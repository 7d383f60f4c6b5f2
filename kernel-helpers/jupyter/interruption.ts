import { InterruptedError } from './exit-code';

/**
 * Does some work that Ctrl-C (or SIGTERM) stops: the work's signal is aborted, its clean-up runs, and an
 * InterruptedError is thrown when all of it has ended. A second Ctrl-C changes nothing, so the clean-up comes to its end.
 */
export async function untilInterrupted<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort(new InterruptedError('Interrupted.'));
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt).on('SIGHUP', interrupt);
  try {
    const result = await work(interruption.signal);
    interruption.signal.throwIfAborted();
    return result;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt).off('SIGHUP', interrupt);
  }
}
