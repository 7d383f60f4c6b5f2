import type { PageColumn } from '../src/widgets/explore/page-contract';
import { element } from './element';

export interface Place {
  /** -1 is the head. */
  readonly row: number;
  readonly column: number;
}

/** What is drawn of one row. */
export type RowTexts = readonly (string | null)[] | undefined;

/** A few elements that stand for all rows: each draw puts the texts of other rows into them. */
export class CellGrid {
  readonly node = element('div', { class: 'kht-rows', role: 'rowgroup' });
  #pool: { readonly row: HTMLElement; readonly cells: readonly HTMLElement[] }[] = [];

  constructor(
    private readonly columns: readonly PageColumn[],
    private readonly name: string,
  ) {}

  /** The id of a cell's element, whether it is drawn or not. */
  idOf({ row, column }: Place): string {
    return `${this.name}-${row}-${column}`;
  }

  placeOf(target: EventTarget | null): Place | undefined {
    const cell = target instanceof Element ? target.closest<HTMLElement>('[role=gridcell]') : null;
    const { row, column } = cell?.dataset ?? {};
    return row === undefined || column === undefined ? undefined : { row: Number(row), column: Number(column) };
  }

  draw(first: number, visible: number, count: number, textsOf: (row: number) => RowTexts): void {
    this.#grow(Math.min(visible, count));
    this.#pool.forEach(({ row, cells }, index) => {
      const place = first + index;
      row.hidden = place >= count;
      if (row.hidden) return;
      if (row.ariaRowIndex !== String(place + 2)) {
        row.ariaRowIndex = String(place + 2);
        row.classList.toggle('kht-odd', place % 2 === 1);
      }
      const texts = textsOf(place);
      cells.forEach((cell, column) => {
        const text = texts === undefined ? '…' : (texts[column] ?? 'null');
        if (cell.textContent !== text) cell.textContent = text;
        cell.classList.toggle('kht-null', texts !== undefined && texts[column] === null);
        if (cell.dataset.row !== String(place)) {
          cell.dataset.row = String(place);
          cell.id = this.idOf({ row: place, column });
        }
      });
    });
  }

  /** Shows which cells are selected, and which one the keys are at. */
  mark(isSelected: (place: Place) => boolean, active: Place | undefined): void {
    for (const { cells } of this.#pool) {
      cells.forEach((cell, column) => {
        const row = Number(cell.dataset.row);
        const selected = isSelected({ row, column });
        cell.classList.toggle('kht-selected', selected);
        cell.ariaSelected = String(selected);
        cell.classList.toggle('kht-active', active?.row === row && active.column === column);
      });
    }
  }

  /** The widest text of a column among the rows that are drawn, in pixels. */
  widestOf(column: number): number {
    return this.#pool.reduce((widest, { cells }) => {
      const cell = cells[column];
      if (cell === undefined) return widest;
      const range = document.createRange();
      range.selectNodeContents(cell);
      return Math.max(widest, range.getBoundingClientRect().width);
    }, 0);
  }

  #grow(rows: number): void {
    while (this.#pool.length > rows) this.#pool.pop()?.row.remove();
    while (this.#pool.length < rows) {
      const cells = this.columns.map((column, index) =>
        element('div', {
          class: column.use === 'numbers' ? 'kht-cell kht-number' : 'kht-cell',
          role: 'gridcell',
          'aria-colindex': index + 1,
          'data-column': index,
        }),
      );
      const row = element('div', { class: 'kht-row', role: 'row' }, ...cells);
      this.#pool.push({ row, cells });
      this.node.append(row);
    }
  }
}
