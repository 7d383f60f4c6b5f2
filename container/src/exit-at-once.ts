import koffi from 'koffi';

/**
 * Ends the process without the clean-up of its threads, by C's `_exit`.
 * There is no other way to end a thread that is inside XGBoost: `process.exit` would wait for it.
 */
export function exitAtOnce(code: number): never {
  const exit = koffi.load(null).func('void _exit(int status)') as unknown as (status: number) => never;
  return exit(code);
}
