import type { Place } from './cell-grid';
import { element } from './element';
import type { KernelSide } from './kernel-side';
import { shownName } from './shown-name';

/** Shows the whole text of one cell below the table: those of the rows are cut. */
export class WholeValue {
  readonly node = element('div', { class: 'kht-whole', role: 'region', 'aria-label': 'Whole value', hidden: true });

  constructor(
    private readonly kernel: KernelSide,
    private readonly onFailure: (message: string) => void,
  ) {}

  async show({ row, column }: Place): Promise<void> {
    try {
      const text = await this.kernel.ask('cell', { row, column });
      const name = shownName(this.kernel.get('columns')[column]?.name ?? '');
      this.node.replaceChildren(element('b', { dir: 'auto' }, name), element('pre', { dir: 'auto' }, text ?? 'null'));
      this.node.hidden = false;
    } catch (failure) {
      this.onFailure(failure instanceof Error ? failure.message : String(failure));
    }
  }

  hide(): void {
    this.node.hidden = true;
  }
}
