import type { ColumnProfile } from '../src/widgets/explore/engine/profile-column';
import type { LookFilter } from '../src/widgets/explore/look';
import type { Answers, PageColumn } from '../src/widgets/explore/page-contract';
import { columnFacts } from './column-facts';
import { element } from './element';
import { brushable, Histogram } from './histogram';
import type { KernelSide } from './kernel-side';
import { filtered, filterOf, roundedBound, toggled } from './looks';
import { shownName } from './shown-name';

/** While a person drags, the kernel is asked no more often. */
const BRUSH_MS = 120;

export interface HeadListeners {
  onSort(): void;
  onFilterPanel(): void;
  onResize(width: number): void;
  onFit(): void;
}

/** The head of a column: name, type, profile, and a histogram on which rows are chosen. */
export class HeadCell {
  readonly node: HTMLElement;
  readonly filterButton: HTMLButtonElement;
  readonly #arrow = element('span', { class: 'kht-arrow', 'aria-hidden': 'true' });
  readonly #facts = element('div', { class: 'kht-facts' });
  readonly #histogram = new Histogram();
  #profile: Answers['profile'] | undefined;
  #state: 'unknown' | 'asked' | 'known' = 'unknown';
  #brushedAt = 0;

  constructor(
    private readonly kernel: KernelSide,
    private readonly column: PageColumn,
    private readonly position: number,
    listeners: HeadListeners,
  ) {
    const shown = shownName(column.name);
    const name = element('span', { class: 'kht-name', dir: 'auto', title: `${shown} (${column.type})` }, shown);
    this.filterButton = element(
      'button',
      {
        class: 'kht-icon',
        type: 'button',
        tabindex: -1,
        title: 'Filter',
        'aria-label': `Filter ${shown}`,
        'aria-haspopup': 'dialog',
      },
      '⋯',
    );
    this.filterButton.addEventListener('click', (event) => {
      event.stopPropagation();
      listeners.onFilterPanel();
    });
    const title = element('div', { class: 'kht-title' }, name, this.#arrow, this.filterButton);
    title.addEventListener('click', listeners.onSort);
    const edge = element('div', { class: 'kht-edge', 'aria-hidden': 'true' });
    this.node = element(
      'div',
      { class: 'kht-head', role: 'columnheader', 'aria-colindex': position + 1 },
      title,
      element('div', { class: 'kht-type' }, column.type),
      this.#histogram.node,
      this.#facts,
      edge,
    );
    this.node.classList.toggle('kht-number', column.use === 'numbers');
    this.#resizeBy(edge, listeners);
    brushable(this.#histogram.node, {
      onDrag: (from, to, isOver) => this.#brush(from, to, isOver),
      onClick: (share) => this.#click(share),
    });
  }

  /** Asks for the profile when the column is first seen. */
  async load(): Promise<void> {
    if (this.#state !== 'unknown') return;
    this.#state = 'asked';
    try {
      this.#profile = await this.kernel.ask('profile', { column: this.position });
    } catch (failure) {
      this.#facts.textContent = failure instanceof Error ? failure.message : String(failure);
      return;
    }
    this.#state = 'known';
    const { profile } = this.#profile;
    const facts = columnFacts(this.#profile);
    this.#facts.replaceChildren(...facts.map((fact) => element('div', { title: fact }, fact)));
    this.#histogram.draw(barsOf(profile), `${shownName(this.column.name)}: ${facts.join(', ')}`);
    this.showLook();
    await this.loadKept();
  }

  /** How the kept rows are spread. */
  async loadKept(): Promise<void> {
    if (this.#state !== 'known') return;
    const { number } = this.kernel.get('shown');
    const kept = await this.kernel.ask('kept', { column: this.position });
    if (number === this.kernel.get('shown').number) this.#histogram.drawKept(kept);
  }

  showLook(): void {
    const { sort } = this.kernel.look;
    const direction = sort?.column === this.position ? (sort.descending ? 'descending' : 'ascending') : 'none';
    this.node.setAttribute('aria-sort', direction);
    this.#arrow.textContent = { none: '', ascending: '↑', descending: '↓' }[direction];
    const filter = filterOf(this.kernel.look, this.position);
    this.filterButton.classList.toggle('kht-on', filter !== undefined);
    this.#showFilter(filter);
  }

  #showFilter(filter: LookFilter | undefined): void {
    const profile = this.#profile?.profile;
    if (profile?.kind === 'numbers') {
      const { range } = profile;
      if (filter === undefined || range === undefined || !('low' in filter)) this.#histogram.drawBrush(undefined);
      else this.#histogram.drawBrush([shareIn(filter.low, range), shareIn(filter.high, range)]);
    } else if (profile !== undefined) {
      const chosen = filter !== undefined && 'chosen' in filter ? filter.chosen : [];
      this.#histogram.markBars((bar) => chosen.includes(profile.top[bar]?.word ?? null));
    }
  }

  #brush(from: number, to: number, isOver: boolean): void {
    const profile = this.#profile?.profile;
    if (profile?.kind !== 'numbers' || profile.range === undefined) return;
    this.#histogram.drawBrush([from, to]);
    if (!isOver && performance.now() - this.#brushedAt < BRUSH_MS) return;
    this.#brushedAt = performance.now();
    const { low, high } = profile.range;
    const at = (share: number) => {
      if (share <= 0) return low;
      if (share >= 1) return high;
      const value = low + share * (high - low);
      return this.column.use === 'dates' ? Math.round(value) : roundedBound(value, high - low);
    };
    const filter = { column: this.position, low: at(from), high: at(to) };
    void this.kernel.take(filtered(this.kernel.look, this.position, filter));
  }

  #click(share: number): void {
    const look = this.kernel.look;
    const profile = this.#profile?.profile;
    if (profile?.kind !== 'words') {
      void this.kernel.take(filtered(look, this.position, undefined));
      return;
    }
    const word = profile.top[Math.min(profile.top.length - 1, Math.floor(share * profile.top.length))]?.word;
    if (word !== undefined) void this.kernel.take(toggled(look, this.position, word));
  }

  #resizeBy(edge: HTMLElement, listeners: HeadListeners): void {
    edge.addEventListener('dblclick', listeners.onFit);
    edge.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      event.stopPropagation();
      edge.setPointerCapture(event.pointerId);
      const { left } = this.node.getBoundingClientRect();
      const move = (moved: PointerEvent) => listeners.onResize(moved.clientX - left);
      edge.addEventListener('pointermove', move);
      edge.addEventListener('pointerup', () => edge.removeEventListener('pointermove', move), { once: true });
    });
  }
}

function shareIn(value: number, { low, high }: { readonly low: number; readonly high: number }): number {
  return high === low ? (value < low ? 0 : 1) : Math.max(0, Math.min(1, (value - low) / (high - low)));
}

/** Texts that are all different have no bars: each would stand for one row. */
function barsOf(profile: ColumnProfile): readonly number[] {
  if (profile.kind === 'numbers') return profile.bars;
  return profile.top[0]?.rows === 1 ? [] : profile.top.map(({ rows }) => rows);
}
