import { CHECK_INTERRUPT } from '../compiler/interrupt-checks';
import type { CellOwnership } from './ownership';

/** Answers what compiled cells ask whenever an `await` has come back: an interrupted cell throws there and so ends. */
export function answerInterruptChecks(ownership: CellOwnership): void {
  const passOn = <T>(value: T): T => {
    ownership.owner?.signal.throwIfAborted();
    return value;
  };
  Object.defineProperty(globalThis, CHECK_INTERRUPT, { value: passOn, configurable: true });
}
