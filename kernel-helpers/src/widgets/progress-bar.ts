import { currentSignal, kernelBridge } from '../cell/kernel-bridge';
import { liveDisplay } from '../display/live-display';
import { MIME } from '../mime';
import { checkOptionNames } from '../option-names';
import { formatCount } from '../render/format-value';
import { html } from '../render/html';
import type { MimeBundle } from '../render/self-display';
import { loadWidgets } from './load-widgets';
import type { ProgressWidget } from './progress-widget';

/** The shortest time between two moves: a front end that draws a thousand times a second does nothing else. */
const REDRAW_MS = 100;

export interface ProgressBarOptions {
  /** What is being done. @default 'Progress' */
  readonly title?: string;
  /** How many items there will be, if `items` itself does not say. */
  readonly total?: number;
}

/**
 * Goes through `items` and shows how far it has come: `for await (const item of progress(items)) { … }`.
 * If the cell is interrupted, the loop throws the interruption.
 */
export async function* progress<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  options: ProgressBarOptions = {},
): AsyncGenerator<Item, void, undefined> {
  checkOptionNames('progress()', options, { title: true, total: true });
  const { title = 'Progress', total = sizeOf(items) } = options;
  const signal = currentSignal();
  const bar = showBar(title, total);
  let done = 0;
  let drawnAt = performance.now();
  try {
    for await (const item of items) {
      signal.throwIfAborted();
      yield item;
      done += 1;
      if (performance.now() - drawnAt < REDRAW_MS) continue;
      drawnAt = performance.now();
      bar.move(done);
    }
  } finally {
    bar.end(done);
  }
}

function sizeOf(items: object): number | undefined {
  if ('length' in items && typeof items.length === 'number') return items.length;
  return 'size' in items && typeof items.size === 'number' ? items.size : undefined;
}

/**
 * Shows a bar of HTML at first. A page that draws widgets says so a moment later, and from then on the bar moves inside
 * the page. At the end the output is HTML again, which every viewer of the saved notebook shows.
 */
function showBar(title: string, total: number | undefined) {
  const shown = liveDisplay(barOf(title, 0, total));
  let widget: ProgressWidget | undefined;
  let isDrawnByWidget = false;
  return {
    move(done: number): void {
      const state = { title, done, total: total ?? null, text: textOf(title, done, total) };
      // Make the widget only at the first move: quick work needs none.
      if (kernelBridge()?.audience === 'person') widget ??= loadWidgets.progress().openProgressWidget(state);
      widget?.move(state);
      const view = widget?.view;
      if (view === undefined || !isDrawnByWidget) shown.update({ ...view, ...barOf(title, done, total) });
      isDrawnByWidget = view !== undefined;
    },
    end(done: number): void {
      shown.update(barOf(title, done, total));
      shown.close();
      widget?.close();
    },
  };
}

function barOf(title: string, done: number, total: number | undefined): MimeBundle {
  const text = textOf(title, done, total);
  const bar =
    total === undefined ? html`<progress></progress>` : html`<progress max="${total}" value="${done}"></progress>`;
  return { [MIME.html]: html`<div>${bar} ${text}</div>`.text, [MIME.text]: text };
}

function textOf(title: string, done: number, total: number | undefined): string {
  const count = total === undefined ? formatCount(done) : `${formatCount(done)} of ${formatCount(total)}`;
  return `${title}: ${count}`;
}
