import { currentSignal, uninterrupted } from '../cell/kernel-bridge';
import { warn } from '../cell/warn';
import { progressLine } from '../display/progress';
import { say } from '../display/say';
import type { Surroundings } from '../surroundings';

/** The surroundings of work that a cell has called: what it says is shown in the cell that runs then. */
export const IN_CELL: Surroundings = {
  get signal() {
    return currentSignal();
  },
  say,
  warn,
  progress: progressLine,
  protect: uninterrupted,
};

/** The same with another signal, where the caller gave one. */
export function inCell(signal: AbortSignal | undefined): Surroundings {
  return signal === undefined ? IN_CELL : { ...IN_CELL, signal };
}
