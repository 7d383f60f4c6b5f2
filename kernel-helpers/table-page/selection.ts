import type { CopiedPart } from '../src/widgets/explore/page-contract';
import type { Place } from './cell-grid';

/** The cell that the keys are at, and the rectangle that is selected from there. */
export class Selection {
  active: Place | undefined;
  #anchor: Place | undefined;

  /** @param isExtended the rectangle then reaches from where it began. */
  moveTo(place: Place, isExtended: boolean): void {
    if (!isExtended || this.#anchor === undefined) this.#anchor = place;
    this.active = place;
  }

  clear(): void {
    this.active = undefined;
    this.#anchor = undefined;
  }

  /** Rows `from` to `to` (excluded), columns `first` to `last` (included); undefined where no cell is selected. */
  get part(): CopiedPart | undefined {
    const [one, other] = [this.#anchor, this.active];
    if (one === undefined || other === undefined || other.row < 0) return undefined;
    return {
      from: Math.max(0, Math.min(one.row, other.row)),
      to: Math.max(one.row, other.row) + 1,
      first: Math.min(one.column, other.column),
      last: Math.max(one.column, other.column),
    };
  }

  holds({ row, column }: Place): boolean {
    const { part } = this;
    return part !== undefined && row >= part.from && row < part.to && column >= part.first && column <= part.last;
  }
}
