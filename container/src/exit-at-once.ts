import koffi from 'koffi';

/**
 * Ends the process without the clean-up of its threads, by C's `_exit`.
 * A thread inside XGBoost cannot be ended otherwise: `process.exit` would wait for it.
 */
export function exitAtOnce(code: number): never {
  const exit = koffi.load(null).func('void _exit(int status)') as unknown as (status: number) => never;
  return exit(code);
}
