import { setImmediate as nextTurn } from 'node:timers/promises';

/** Marks work that an interrupt must let finish, because the state of interrupted work would be lost. */
export class Protection {
  private depth = 0;

  get isActive(): boolean {
    return this.depth > 0;
  }

  readonly protect = <T>(work: () => T): T => {
    this.depth += 1;
    try {
      return work();
    } finally {
      this.depth -= 1;
    }
  };

  /** Handles an interrupt that came meanwhile before the code goes on; otherwise it would hit the code that follows. */
  readonly protectUntilHeard = async <T>(work: () => T): Promise<T> => {
    this.depth += 1;
    try {
      return work();
    } finally {
      // Messages are read between these two turns.
      await nextTurn();
      await nextTurn();
      this.depth -= 1;
    }
  };
}
