import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Collects garbage now; otherwise V8 would do it during one of the next cells. Takes about 50 ms. */
export function collectGarbage(): void {
  // V8 gives the function `gc` only to contexts that are made while this flag is on.
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  collect();
}
