import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work that an interrupt must let finish, because the state of what is cut short would be lost. */
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

  /** An interrupt that came meanwhile is heard before the code goes on; else it would hit what comes next. */
  readonly protectUntilHeard = async <T>(work: () => T): Promise<T> => {
    this.depth += 1;
    try {
      return work();
    } finally {
      // Messages are taken in between the two.
      await nextTurn();
      await nextTurn();
      this.depth -= 1;
    }
  };
}
