import { totalmem } from 'node:os';
import { constrainedMemory } from 'node:process';

/** The memory that this host may use: that of its container, or else of the machine. */
export function memoryLimitBytes(): number {
  // 0 or more than the machine has: nothing limits the process.
  const limit = constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
