import { CellGrid, type Place } from './cell-grid';
import { ColumnWidths } from './column-widths';
import { element, setAttributes } from './element';
import { FilterPanel } from './filter-panel';
import { HeadCell } from './head-cell';
import { KernelSide, type PageModel } from './kernel-side';
import { placeAfter } from './keys';
import { sortedNext } from './looks';
import { RowBlocks } from './row-blocks';
import { ROW_HEIGHT, RowScroller } from './row-scroller';
import { Selection } from './selection';
import { Toolbar } from './toolbar';
import { WholeValue } from './whole-value';

const MOST_ROWS_HIGH = 15;
const WIDER = 32;
const LEAST_WIDTH = 600;

/** One view of a table: what it shows, and what a person does with it. */
export class TableView {
  readonly node: HTMLElement;
  readonly #kernel: KernelSide;
  readonly #toolbar: Toolbar;
  readonly #panel: FilterPanel;
  readonly #heads: readonly HeadCell[];
  readonly #headRow: HTMLElement;
  readonly #grid: CellGrid;
  readonly #blocks: RowBlocks;
  readonly #scroller: RowScroller;
  readonly #body: HTMLElement;
  readonly #inner: HTMLElement;
  readonly #whole: WholeValue;
  readonly #selection = new Selection();
  readonly #widths: ColumnWidths;
  readonly #resized = new ResizeObserver(() => this.#fit());
  readonly #seen = new IntersectionObserver((entries) => this.#load(entries));
  #isStretched = false;
  #isScheduled = false;

  constructor(model: PageModel) {
    this.#kernel = new KernelSide(model);
    const columns = this.#kernel.get('columns');
    this.#toolbar = new Toolbar(this.#kernel);
    this.#panel = new FilterPanel(this.#kernel);
    this.#whole = new WholeValue(this.#kernel, (message) => this.#toolbar.tell(message));
    this.#widths = new ColumnWidths(columns, this.#kernel.get('first'));
    this.#heads = columns.map((column, position) => {
      return new HeadCell(this.#kernel, column, position, {
        onSort: () => this.#sort(position),
        onFilterPanel: () => this.#openPanel(position),
        onResize: (width) => this.#setWidth(position, width),
        onFit: () => this.#setWidth(position, this.#grid.widestOf(position) + 24),
      });
    });
    this.#headRow = element(
      'div',
      { class: 'kht-heads', role: 'row', 'aria-rowindex': 1 },
      ...this.#heads.map(({ node }) => node),
    );
    this.#heads.forEach(({ node }, column) => {
      node.id = this.#idOf({ row: -1, column });
    });
    this.#grid = new CellGrid(columns, this.#name);
    const spacer = element('div', { class: 'kht-spacer' });
    this.#inner = element(
      'div',
      { class: 'kht-inner', role: 'presentation' },
      element('div', { role: 'rowgroup', class: 'kht-top' }, this.#headRow),
      this.#grid.node,
      spacer,
    );
    this.#body = element(
      'div',
      {
        class: 'kht-body',
        role: 'grid',
        tabindex: 0,
        'aria-label': 'Table',
        'aria-colcount': columns.length,
        'aria-multiselectable': 'true',
      },
      this.#inner,
    );
    this.#blocks = new RowBlocks(this.#kernel, () => this.#schedule());
    const headHeight = () => this.#headRow.offsetHeight;
    this.#scroller = new RowScroller(
      this.#body,
      spacer,
      headHeight,
      () => this.#count,
      () => this.#schedule(),
    );
    const frame = element('div', { class: 'kht-frame' }, this.#body, this.#panel.node);
    // JupyterLab would take the keys to go to another cell.
    this.node = element(
      'div',
      { class: 'kht', 'data-lm-suppress-shortcuts': 'true' },
      this.#toolbar.node,
      frame,
      this.#whole.node,
    );
    this.#listen();
  }

  /** To be called once the view is in the page. */
  begin(): void {
    this.#resized.observe(this.#body);
    for (const { node } of this.#heads) this.#seen.observe(node);
    this.#fit();
    this.#draw();
  }

  close(): void {
    this.#resized.disconnect();
    this.#seen.disconnect();
    this.#blocks.close();
    this.#kernel.close();
  }

  get #count(): number {
    return this.#kernel.get('shown').count;
  }

  readonly #name = `kht-${Math.random().toString(36).slice(2)}`;

  #idOf({ row, column }: Place): string {
    return `${this.#name}-${row}-${column}`;
  }

  #listen(): void {
    this.#kernel.onLook(() => {
      for (const head of this.#heads) head.showLook();
      this.#toolbar.show();
    });
    this.#kernel.onChange('isBusy', () => this.#toolbar.show());
    this.#kernel.onChange('problem', () => this.#toolbar.show());
    this.#kernel.onChange('shown', () => {
      // A head that sorts by a key stays the one that the keys are at.
      if (this.#selection.active?.row !== -1) this.#selection.clear();
      this.#scroller.top = 0;
      this.#fit();
      this.#toolbar.show();
      for (const head of this.#heads) void head.loadKept();
    });
    this.node.addEventListener('keydown', (event) => event.stopPropagation());
    this.#body.addEventListener('keydown', (event) => this.#press(event));
    this.#body.addEventListener('focus', () => {
      if (this.#selection.active === undefined) this.#go({ row: 0, column: 0 }, false);
    });
    this.#grid.node.addEventListener('pointerdown', (event) => {
      const place = this.#grid.placeOf(event.target);
      if (place !== undefined && event.button === 0) this.#go(place, event.shiftKey);
    });
    this.#grid.node.addEventListener('dblclick', (event) => {
      const place = this.#grid.placeOf(event.target);
      if (place !== undefined) void this.#whole.show(place);
    });
  }

  #fit(): void {
    const count = this.#count;
    setAttributes(this.#body, { 'aria-rowcount': count + 1 });
    const rows = Math.min(MOST_ROWS_HIGH, Math.max(1, count));
    if (!this.#isStretched && this.#body.clientWidth > 0) {
      this.#isStretched = true;
      this.#widths.stretchTo(this.#body.clientWidth - 16);
    }
    this.#body.style.setProperty('--kht-columns', this.#widths.template);
    this.#inner.style.width = `${this.#widths.total}px`;
    const bar = this.#body.offsetHeight - this.#body.clientHeight;
    this.#body.style.height = `${this.#headRow.offsetHeight + rows * ROW_HEIGHT + Math.max(2, bar)}px`;
    this.#grid.node.style.top = `${this.#headRow.offsetHeight}px`;
    this.#scroller.fit();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#isScheduled = false;
    const first = Math.floor(this.#scroller.top);
    const visible = this.#scroller.visible + 2;
    const count = this.#count;
    this.#grid.node.style.transform = `translateY(${-Math.round((this.#scroller.top - first) * ROW_HEIGHT)}px)`;
    this.#blocks.want(first, Math.min(count, first + visible));
    const { scrollLeft, clientWidth } = this.#body;
    // A width of 0 is that of a table that is not in the page yet.
    const columns = this.#widths.between(scrollLeft, scrollLeft + Math.max(clientWidth, LEAST_WIDTH));
    this.#grid.node.style.setProperty('--kht-seen', columns.template);
    this.#grid.node.style.setProperty('--kht-left', `${columns.left}px`);
    this.#grid.draw(first, visible, count, columns, (row) => this.#blocks.row(row));
    this.#mark();
  }

  #mark(): void {
    const { active } = this.#selection;
    this.#grid.mark((place) => this.#selection.holds(place), active);
    this.#heads.forEach(({ node }, column) => {
      node.classList.toggle('kht-active', active?.row === -1 && active.column === column);
    });
    setAttributes(this.#body, { 'aria-activedescendant': active === undefined ? undefined : this.#idOf(active) });
  }

  #load(entries: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      this.#seen.unobserve(target);
      void this.#heads.find(({ node }) => node === target)?.load();
    }
  }

  #sort(position: number): void {
    void this.#kernel.take(sortedNext(this.#kernel.look, position));
  }

  #openPanel(position: number): void {
    const column = this.#kernel.get('columns')[position];
    const head = this.#heads[position];
    if (column === undefined || head === undefined) return;
    const left = head.node.offsetLeft - this.#body.scrollLeft;
    const most = Math.max(0, this.node.clientWidth - 250);
    this.#panel.open(position, column, this.#body, Math.max(0, Math.min(most, left)));
  }

  #setWidth(position: number, width: number): void {
    this.#widths.set(position, width);
    this.#fit();
  }

  #go(place: Place, isExtended: boolean): void {
    this.#selection.moveTo(place, isExtended);
    if (place.row >= 0) this.#scroller.reveal(place.row);
    this.#revealColumn(place.column);
    this.#schedule();
  }

  #revealColumn(column: number): void {
    const head = this.#heads[column]?.node;
    if (head === undefined) return;
    const { scrollLeft, clientWidth } = this.#body;
    if (head.offsetLeft < scrollLeft) this.#body.scrollLeft = head.offsetLeft;
    else if (head.offsetLeft + head.offsetWidth > scrollLeft + clientWidth)
      this.#body.scrollLeft = head.offsetLeft + head.offsetWidth - clientWidth;
  }

  #press(event: KeyboardEvent): void {
    if (event.target !== this.#body) return;
    const active = this.#selection.active ?? { row: 0, column: 0 };
    const isWide = event.ctrlKey || event.metaKey;
    const size = { rows: this.#count, columns: this.#heads.length, page: this.#scroller.visible - 1 };
    const to = event.altKey ? undefined : placeAfter(event, active, size);
    if (to !== undefined) this.#go(to, event.shiftKey && active.row >= 0);
    else if (isWide && event.key === 'c') void this.#toolbar.copySelected(this.#selection.part);
    else if (isWide && event.key === 'a') this.#selectAll(size);
    else if (event.key === 'Escape') this.#whole.hide();
    else if (event.altKey && event.key === 'ArrowDown') this.#openPanel(active.column);
    else if (event.key === '+' || event.key === '-')
      this.#setWidth(active.column, this.#widths.of(active.column) + (event.key === '+' ? WIDER : -WIDER));
    else if (event.key === 'Enter' || event.key === ' ') {
      if (active.row === -1) this.#sort(active.column);
      else void this.#whole.show(active);
    } else return;
    event.preventDefault();
  }

  #selectAll({ rows, columns }: { readonly rows: number; readonly columns: number }): void {
    this.#selection.moveTo({ row: 0, column: 0 }, false);
    this.#selection.moveTo({ row: rows - 1, column: columns - 1 }, true);
    this.#schedule();
  }
}
