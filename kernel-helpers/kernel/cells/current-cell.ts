import { LaterWork } from '../owners/later-work';
import type { Owner } from '../owners/owner';
import type { Cell } from './cell';
import type { CellOwnership } from './ownership';

/** Knows to which cell output belongs. */
export class CurrentCell {
  private newest: Cell | undefined;
  private readonly byTitle = new Map<string, Cell>();
  private isRunning = false;

  constructor(private readonly ownership: CellOwnership) {}

  /** The cell that is being executed now. */
  get running(): Cell | undefined {
    return this.isRunning ? this.newest : undefined;
  }

  /** What the code that runs now runs for; for code that nothing of that kind started, the newest cell. */
  get owner(): Owner | undefined {
    return this.ownership.owner ?? this.newest;
  }

  /** Runs `work`, and all that it starts, on behalf of `owner`. */
  runAs<T>(owner: Owner, work: () => T): T {
    return this.ownership.run(owner, work);
  }

  /** Makes `work` print and show where the code does that runs now. An interrupt of the code that calls it reaches it. */
  bind<Parameters extends readonly unknown[]>(work: (...parameters: Parameters) => void): typeof work {
    const { owner: place } = this;
    if (place === undefined) return work;
    return (...parameters) => this.runAs(new LaterWork(place, this.ownership.owner), () => work(...parameters));
  }

  /** The cell that has this name in messages; undefined for one that is not counted. */
  named(title: string | undefined): Cell | undefined {
    return title === undefined ? undefined : this.byTitle.get(title);
  }

  begin(cell: Cell): void {
    this.newest = cell;
    if (cell.isCounted) this.byTitle.set(cell.title, cell);
    this.isRunning = true;
  }

  end(): void {
    this.isRunning = false;
  }
}
