import type { PageColumn } from '../src/widgets/explore/page-contract';
import { DecimalPoints } from './decimal-points';
import { element } from './element';
import { oneLine } from './one-line';

export interface Place {
  /** -1 is the head. */
  readonly row: number;
  readonly column: number;
}

/** What is drawn of one row. */
export type RowTexts = readonly (string | null)[] | undefined;

/** Columns `first` (included) to `end` (excluded). */
export interface ColumnRange {
  readonly first: number;
  readonly end: number;
}

/** A few elements that stand for all cells: each draw puts the texts of other rows and columns into them. */
export class CellGrid {
  readonly node = element('div', { class: 'kht-rows', role: 'rowgroup' });
  readonly #pool: { readonly row: HTMLElement; readonly cells: HTMLElement[] }[] = [];
  readonly #points = new DecimalPoints();
  #columns: ColumnRange = { first: 0, end: 0 };

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

  /** Draws `visible` rows from `first` on, and of them the columns that a person sees. */
  draw(first: number, visible: number, count: number, columns: ColumnRange, textsOf: (row: number) => RowTexts): void {
    this.#columns = columns;
    this.#growTo(Math.min(visible, count), columns.end - columns.first);
    for (let row = first; row < Math.min(first + visible, count); row += 1) this.#see(columns, textsOf(row));
    this.#pool.forEach(({ row, cells }, index) => {
      const place = first + index;
      row.hidden = place >= count;
      if (row.hidden) return;
      if (row.ariaRowIndex !== String(place + 2)) {
        row.ariaRowIndex = String(place + 2);
        row.classList.toggle('kht-odd', place % 2 === 1);
      }
      const texts = textsOf(place);
      for (const [at, cell] of cells.entries()) this.#drawCell(cell, { row: place, column: columns.first + at }, texts);
    });
  }

  #see({ first, end }: ColumnRange, texts: RowTexts): void {
    for (let column = first; column < end; column += 1) {
      if (this.columns[column]?.use === 'numbers') this.#points.see(column, texts?.[column] ?? '');
    }
  }

  #drawCell(cell: HTMLElement, { row, column }: Place, texts: RowTexts): void {
    const own = texts === undefined ? '…' : oneLine(texts[column] ?? 'null');
    const text = this.columns[column]?.use === 'numbers' ? this.#points.aligned(column, own) : own;
    if (cell.textContent !== text) cell.textContent = text;
    cell.classList.toggle('kht-null', texts !== undefined && texts[column] === null);
    if (cell.dataset.row === String(row) && cell.dataset.column === String(column)) return;
    cell.dataset.row = String(row);
    cell.dataset.column = String(column);
    cell.ariaColIndex = String(column + 1);
    cell.id = this.idOf({ row, column });
    cell.classList.toggle('kht-number', this.columns[column]?.use === 'numbers');
  }

  /** Shows which cells are selected, and which one the keys are at. */
  mark(isSelected: (place: Place) => boolean, active: Place | undefined): void {
    for (const { cells } of this.#pool) {
      for (const cell of cells) {
        const [row, column] = [Number(cell.dataset.row), Number(cell.dataset.column)];
        const selected = isSelected({ row, column });
        cell.classList.toggle('kht-selected', selected);
        cell.ariaSelected = String(selected);
        cell.classList.toggle('kht-active', active?.row === row && active.column === column);
      }
    }
  }

  /** The widest text of a column among the rows that are drawn, in pixels. */
  widestOf(column: number): number {
    return this.#pool.reduce((widest, { cells }) => {
      const cell = cells[column - this.#columns.first];
      if (cell === undefined) return widest;
      const range = document.createRange();
      range.selectNodeContents(cell);
      return Math.max(widest, range.getBoundingClientRect().width);
    }, 0);
  }

  #growTo(rows: number, columns: number): void {
    while (this.#pool.length > rows) this.#pool.pop()?.row.remove();
    while (this.#pool.length < rows) {
      const row = element('div', { class: 'kht-row', role: 'row' });
      this.#pool.push({ row, cells: [] });
      this.node.append(row);
    }
    for (const { row, cells } of this.#pool) {
      while (cells.length > columns) cells.pop()?.remove();
      while (cells.length < columns) {
        const cell = element('div', { class: 'kht-cell', role: 'gridcell', dir: 'auto' });
        cells.push(cell);
        row.append(cell);
      }
    }
  }
}
