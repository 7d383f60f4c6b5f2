import type { Cell } from './cell';
import type { CellOwnership } from './ownership';

/** Knows to which cell output belongs. */
export class CurrentCell {
  private newest: Cell | undefined;
  private isRunning = false;

  constructor(private readonly ownership: CellOwnership) {}

  /** The cell that is being executed now. */
  get running(): Cell | undefined {
    return this.isRunning ? this.newest : undefined;
  }

  /** The cell that started the code that runs now; for code that no cell started, the newest one. */
  get owner(): Cell | undefined {
    return this.ownership.owner ?? this.newest;
  }

  /** Runs `work`, and all that it starts, on behalf of a cell, which may have ended. */
  runAs<T>(cell: Cell | undefined, work: () => T): T {
    return this.ownership.run(cell, work);
  }

  begin(cell: Cell): void {
    this.newest = cell;
    this.isRunning = true;
  }

  end(): void {
    this.isRunning = false;
  }
}
