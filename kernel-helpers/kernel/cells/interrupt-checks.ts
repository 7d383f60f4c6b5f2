import { CHECK_INTERRUPT } from '../language/await-checks';
import type { CellOwnership } from './ownership';

/** Sets the function that compiled cells call after each `await`: it throws in an interrupted cell, which then ends. */
export function answerInterruptChecks(ownership: CellOwnership): void {
  const passOn = <T>(value: T): T => {
    ownership.owner?.signal.throwIfAborted();
    return value;
  };
  Object.defineProperty(globalThis, CHECK_INTERRUPT, { value: passOn, configurable: true });
}
