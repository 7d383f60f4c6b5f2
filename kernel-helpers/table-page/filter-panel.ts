import { type LookFilter, OPEN_END } from '../src/widgets/explore/look';
import type { PageColumn } from '../src/widgets/explore/page-contract';
import { counted } from './counted';
import { element } from './element';
import type { KernelSide } from './kernel-side';
import { filtered, filterOf, toggled } from './looks';
import { oneLine } from './one-line';
import { shownName } from './shown-name';

const TYPING_MS = 250;
const MS_A_DAY = 86_400_000;

/** Where the filter of a column is written: bounds of a range, or values to choose. Escape closes it. */
export class FilterPanel {
  readonly node = element('div', { class: 'kht-panel', role: 'dialog', hidden: true });
  #position: number | undefined;
  #opener: HTMLElement | undefined;

  constructor(private readonly kernel: KernelSide) {
    this.node.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.close();
    });
  }

  /** Opens it for a column; once more closes it. */
  open(position: number, column: PageColumn, opener: HTMLElement, left: number): void {
    if (this.#position === position) {
      this.close();
      return;
    }
    this.#position = position;
    this.#opener = opener;
    const name = shownName(column.name);
    this.node.setAttribute('aria-label', `Filter ${name}`);
    this.node.style.left = `${left}px`;
    const content = column.use === 'words' ? this.#valuesOf(position) : this.#boundsOf(position, column);
    const clear = element('button', { type: 'button', class: 'kht-button' }, 'No filter');
    clear.addEventListener('click', () => {
      this.#take(undefined);
      this.close();
    });
    const done = element('button', { type: 'button', class: 'kht-button' }, 'Close');
    done.addEventListener('click', () => this.close());
    this.node.replaceChildren(
      element('b', { dir: 'auto' }, name),
      ...content,
      element('div', { class: 'kht-row-of-buttons' }, clear, done),
    );
    this.node.hidden = false;
    this.node.querySelector('input')?.focus();
  }

  close(): void {
    if (this.#position === undefined) return;
    this.#position = undefined;
    this.node.hidden = true;
    this.#opener?.focus();
  }

  #take(filter: LookFilter | undefined): void {
    if (this.#position === undefined) return;
    void this.kernel.take(filtered(this.kernel.look, this.#position, filter));
  }

  #boundsOf(position: number, { use }: PageColumn): readonly HTMLElement[] {
    const filter = filterOf(this.kernel.look, position);
    const type = { numbers: 'number', dates: 'date', times: 'datetime-local', words: 'text' }[use];
    const input = (name: string, value: number | undefined) => {
      const field = element('input', { type, step: use === 'times' ? 1 : 'any', 'aria-label': name });
      if (value !== undefined) field.value = textOfBound(value, use);
      return field;
    };
    const range = filter !== undefined && 'low' in filter ? filter : undefined;
    const low = input('From', range?.low);
    const high = input('To', range?.high);
    const onlyNull = element('input', { type: 'checkbox' });
    onlyNull.checked = filter !== undefined && 'chosen' in filter;
    const change = () => {
      if (onlyNull.checked) return this.#take({ column: position, chosen: [null] });
      const [from, to] = [boundOf(low.value, use), boundOf(high.value, use)];
      if (from === undefined && to === undefined) return this.#take(undefined);
      this.#take({ column: position, low: from ?? -OPEN_END, high: to ?? OPEN_END });
    };
    for (const field of [low, high, onlyNull]) field.addEventListener('change', change);
    return [
      element('label', {}, 'From ', low),
      element('label', {}, 'To ', high),
      element('label', {}, onlyNull, ' only missing values'),
    ];
  }

  #valuesOf(position: number): readonly HTMLElement[] {
    const find = element('input', { type: 'search', placeholder: 'Find a value', 'aria-label': 'Find a value' });
    const list = element('div', { class: 'kht-values', role: 'group', 'aria-label': 'Values' });
    const load = async () => {
      const containing = find.value;
      const words = await this.kernel.ask('words', { column: position, containing });
      if (this.#position !== position || containing !== find.value) return;
      const options = [
        ...words.map(({ word, rows }) =>
          this.#option(position, word, word === '' ? '(empty text)' : word, counted(rows)),
        ),
        ...(containing === '' ? [this.#option(position, null, 'null', '')] : []),
      ];
      list.replaceChildren(...options);
    };
    let typing: ReturnType<typeof setTimeout> | undefined;
    find.addEventListener('input', () => {
      clearTimeout(typing);
      typing = setTimeout(() => void load(), TYPING_MS);
    });
    void load();
    return [find, list];
  }

  #option(position: number, value: string | null, text: string, rows: string): HTMLElement {
    const box = element('input', { type: 'checkbox' });
    const filter = filterOf(this.kernel.look, position);
    box.checked = filter !== undefined && 'chosen' in filter && filter.chosen.includes(value);
    box.addEventListener('change', () => void this.kernel.take(toggled(this.kernel.look, position, value)));
    const style = value === null ? 'kht-value kht-null' : 'kht-value';
    const name = element('span', { class: style, dir: 'auto', title: text }, oneLine(text));
    return element('label', {}, box, name, element('small', {}, rows));
  }
}

function boundOf(text: string, use: PageColumn['use']): number | undefined {
  if (text === '') return undefined;
  const value = use === 'numbers' ? Number(text) : Date.parse(use === 'dates' ? text : `${text}Z`);
  if (Number.isNaN(value)) return undefined;
  return use === 'dates' ? value / MS_A_DAY : value;
}

function textOfBound(value: number, use: PageColumn['use']): string {
  if (Math.abs(value) === OPEN_END) return '';
  if (use === 'numbers') return String(value);
  const iso = new Date(use === 'dates' ? value * MS_A_DAY : value).toISOString();
  return use === 'dates' ? iso.slice(0, 10) : iso.slice(0, 19);
}
