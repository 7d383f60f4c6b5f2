import type { PageColumn } from '../src/widgets/explore/page-contract';
import type { RowWindow } from '../src/widgets/explore/row-window';

const NARROWEST = 56;
const LEAST_AT_FIRST = 104;
const MOST_AT_FIRST = 240;
const PIXELS_A_LETTER = 7.4;
const PADDING = 22;
const PIXELS_A_BOLD_LETTER = 8.4;
/** The arrow, the button and the gaps of a head. */
const BESIDE_NAME = 62;
/** How much wider columns become at most where the table has room. */
const MOST_STRETCH = 1.8;

/** The widths of the columns in pixels. */
export class ColumnWidths {
  #widths: number[];

  constructor(columns: readonly PageColumn[], first: RowWindow) {
    this.#widths = columns.map(({ name }, index) => {
      const texts = first[index] ?? [];
      const letters = texts.reduce((most, text) => Math.max(most, text?.length ?? 4), 0);
      const cells = letters * PIXELS_A_LETTER + PADDING;
      const head = name.length * PIXELS_A_BOLD_LETTER + BESIDE_NAME;
      return Math.ceil(Math.min(MOST_AT_FIRST, Math.max(LEAST_AT_FIRST, cells, head)));
    });
  }

  get total(): number {
    return this.#widths.reduce((sum, width) => sum + width, 0);
  }

  get template(): string {
    return this.#widths.map((width) => `${width}px`).join(' ');
  }

  /** The columns of which something lies between `left` and `right`, where they begin, and their template. */
  between(
    left: number,
    right: number,
  ): { readonly first: number; readonly end: number; readonly left: number; readonly template: string } {
    let [first, begin] = [0, 0];
    while (first < this.#widths.length - 1 && begin + this.of(first) <= left) begin += this.of(first++);
    let [end, until] = [first, begin];
    while (end < this.#widths.length && until < right) until += this.of(end++);
    const template = this.#widths
      .slice(first, end)
      .map((width) => `${width}px`)
      .join(' ');
    return { first, end, left: begin, template };
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
