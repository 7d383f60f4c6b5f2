import type { PageColumn } from '../src/widgets/explore/page-contract';
import type { RowWindow } from '../src/widgets/explore/row-window';

const NARROWEST = 56;
const LEAST_AT_FIRST = 104;
const MOST_AT_FIRST = 240;
const PIXELS_A_LETTER = 7.4;
const PADDING = 22;
/** How much wider columns become at most where the table has room. */
const MOST_STRETCH = 1.8;

/** The widths of the columns in pixels. */
export class ColumnWidths {
  #widths: number[];

  constructor(columns: readonly PageColumn[], first: RowWindow) {
    this.#widths = columns.map(({ name }, index) => {
      const texts = first[index] ?? [];
      const letters = texts.reduce((most, text) => Math.max(most, text?.length ?? 4), name.length + 3);
      return Math.min(MOST_AT_FIRST, Math.max(LEAST_AT_FIRST, Math.ceil(letters * PIXELS_A_LETTER) + PADDING));
    });
  }

  get total(): number {
    return this.#widths.reduce((sum, width) => sum + width, 0);
  }

  get template(): string {
    return this.#widths.map((width) => `${width}px`).join(' ');
  }

  of(column: number): number {
    return this.#widths[column] ?? NARROWEST;
  }

  set(column: number, width: number): void {
    this.#widths[column] = Math.max(NARROWEST, Math.round(width));
  }

  /** Shares out the room that is left. */
  stretchTo(width: number): void {
    const stretch = Math.min(MOST_STRETCH, width / this.total);
    if (stretch > 1) this.#widths = this.#widths.map((own) => Math.floor(own * stretch));
  }
}
