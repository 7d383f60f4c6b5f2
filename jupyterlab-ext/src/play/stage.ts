import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import type { ShownCell, ShownOutput } from './speaker-time';

/** Room that is left over and under what is scrolled to, in pixels: the bar of the play stands at the bottom. */
const MARGIN_TOP = 24;
const MARGIN_BOTTOM = 96;

/** A notebook as the audience sees it: its cells, which one is in view, and what it shows. */
export class Stage {
  constructor(private readonly panel: NotebookPanel) {}

  get isGone(): boolean {
    return this.panel.isDisposed;
  }

  get title(): string {
    return this.panel.title.label;
  }

  /** The cells as they are now. */
  cells(): readonly ShownCell[] {
    return this.panel.content.widgets.map((_, index) => this.cell(index));
  }

  cell(index: number): ShownCell {
    const { model } = this.widget(index);
    // Other kinds of cells have no outputs.
    const { outputs } = model.toJSON() as { readonly outputs?: readonly ShownOutput[] };
    return { type: model.type, source: model.sharedModel.getSource(), ...(outputs === undefined ? {} : { outputs }) };
  }

  /** Resolves when the notebook is drawn and its kernel answers. */
  async ready(): Promise<void> {
    const { context, sessionContext, revealed } = this.panel;
    await Promise.all([context.ready, revealed, sessionContext.ready]);
    await sessionContext.session?.kernel?.info;
  }

  /** Makes a cell the active one, and scrolls it to the top. */
  show(index: number): void {
    const { content } = this.panel;
    content.activeCellIndex = index;
    content.deselectAll();
    content.mode = 'command';
    this.scroll(this.widget(index).node, 'start');
  }

  /** Runs a cell to its end, and keeps what it shows in view. False if it failed. */
  async run(index: number): Promise<boolean> {
    const { content, sessionContext } = this.panel;
    content.activeCellIndex = index;
    content.deselectAll();
    const { node } = this.widget(index);
    const growth = new ResizeObserver(() => this.follow(node));
    growth.observe(node);
    try {
      return await NotebookActions.run(content, sessionContext);
    } finally {
      growth.disconnect();
    }
  }

  /** Brings what the cell has shown into view, once it is drawn. */
  async showOutputs(index: number): Promise<void> {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    this.follow(this.widget(index).node);
  }

  /** All of the cell, if there is room for it; otherwise its outputs from their top. */
  private follow(node: HTMLElement): void {
    const view = this.panel.content.outerNode.clientHeight - MARGIN_TOP - MARGIN_BOTTOM;
    const outputs = node.querySelector<HTMLElement>('.jp-Cell-outputWrapper');
    if (outputs === null || node.offsetHeight <= view) this.scroll(node, 'nearest');
    else this.scroll(outputs, outputs.offsetHeight <= view ? 'nearest' : 'start');
  }

  private scroll(node: HTMLElement, block: ScrollLogicalPosition): void {
    node.style.scrollMarginTop = `${MARGIN_TOP}px`;
    node.style.scrollMarginBottom = `${MARGIN_BOTTOM}px`;
    const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    node.scrollIntoView({ block, behavior: isCalm ? 'instant' : 'smooth' });
  }

  private widget(index: number) {
    const widget = this.panel.content.widgets[index];
    if (widget === undefined) throw new Error(`The notebook has no cell ${index + 1} any more.`);
    return widget;
  }
}
