import type { CopiedPart } from '../src/widgets/explore/page-contract';
import { copyText } from './copy-text';
import { counted, rowsText } from './counted';
import { element } from './element';
import type { KernelSide } from './kernel-side';
import { isChanged } from './looks';

const TYPING_MS = 250;

/** Above the table: search, how many rows are kept, copy. */
export class Toolbar {
  readonly node: HTMLElement;
  readonly #search = element('input', { type: 'search', placeholder: 'Search texts', 'aria-label': 'Search texts' });
  readonly #status = element('span', { class: 'kht-status', role: 'status' });
  readonly #reset = element('button', { type: 'button', class: 'kht-button' }, 'Show all');

  constructor(private readonly kernel: KernelSide) {
    const csv = element('button', { type: 'button', class: 'kht-button' }, 'Copy CSV');
    csv.title = `The rows that are kept, up to ${counted(kernel.get('mostCopied'))}`;
    csv.addEventListener('click', () => void this.#copyCsv());
    const code = element('button', { type: 'button', class: 'kht-button' }, 'Copy as code');
    code.title = 'What you chose, as a line of TypeScript';
    code.addEventListener('click', () => void this.#copyCode());
    this.#reset.addEventListener('click', () => void kernel.take({ filters: [], search: '' }));
    let typing: ReturnType<typeof setTimeout> | undefined;
    this.#search.addEventListener('input', () => {
      clearTimeout(typing);
      typing = setTimeout(() => void kernel.take({ ...kernel.look, search: this.#search.value }), TYPING_MS);
    });
    const hasWords = kernel.get('columns').some(({ use }) => use === 'words');
    const parts = [...(hasWords ? [this.#search] : []), this.#status, this.#reset, csv, code];
    this.node = element('div', { class: 'kht-bar' }, ...parts);
    this.show();
  }

  /** After a change of the look, its rows, or whether the kernel works. */
  show(): void {
    const { count } = this.kernel.get('shown');
    const all = this.kernel.get('rowCount');
    const look = this.kernel.look;
    const problem = this.kernel.get('problem');
    const kept = count === all ? rowsText(all) : `${counted(count)} of ${rowsText(all)}`;
    this.tell(problem !== '' ? problem : `${kept}${this.kernel.get('isBusy') ? ' …' : ''}`);
    this.#reset.hidden = !isChanged(look);
    if (document.activeElement !== this.#search && this.#search.value !== look.search) this.#search.value = look.search;
  }

  tell(text: string): void {
    if (this.#status.textContent !== text) this.#status.textContent = text;
  }

  /** One cell is copied as it is, several cells are copied as CSV with a head. */
  async copySelected(part: CopiedPart | undefined): Promise<void> {
    const isOne = part !== undefined && part.to - part.from === 1 && part.first === part.last;
    if (isOne) await this.#copyCell(part);
    else await this.#copyCsv(part);
  }

  async #copyCell({ from, first }: CopiedPart): Promise<void> {
    await this.#copy(async () => {
      const text = await this.kernel.ask('cell', { row: from, column: first });
      return { text: text ?? '', told: text === null ? 'null copied as an empty text' : '1 cell copied' };
    });
  }

  async #copyCsv(part?: CopiedPart): Promise<void> {
    await this.#copy(async () => {
      const { text, rows, of } = await this.kernel.ask('csv', { part });
      const limit = rows < of ? ` of ${counted(of)}; the limit is ${counted(this.kernel.get('mostCopied'))}` : '';
      return { text, told: `${rowsText(rows)} copied${limit}` };
    });
  }

  async #copyCode(): Promise<void> {
    await this.#copy(async () => ({ text: await this.kernel.ask('code', {}), told: 'Code copied' }));
  }

  async #copy(make: () => Promise<{ readonly text: string; readonly told: string }>): Promise<void> {
    try {
      const { text, told } = await make();
      await copyText(text);
      this.tell(told);
    } catch (failure) {
      this.tell(`Not copied: ${failure instanceof Error ? failure.message : String(failure)}`);
    }
  }
}
