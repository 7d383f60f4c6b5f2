import { formatCount } from './format-value';
import { html } from './html';
import { currentSignal } from './kernel-bridge';
import { liveDisplay } from './live-display';
import { MIME } from './mime';

/** The bar moves at most so often: a front end that draws a thousand times a second does nothing else. */
const REDRAW_MS = 100;

export interface ProgressBarOptions {
  /** What is being done. @default 'Progress' */
  readonly title?: string;
  /** How many there will be, where the iterable does not tell. */
  readonly total?: number;
}

/**
 * Goes through `items` and shows how far it has come: `for await (const item of progress(items)) { … }`.
 * An interrupted cell ends the loop with the interruption.
 */
export async function* progress<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  { title = 'Progress', total = sizeOf(items) }: ProgressBarOptions = {},
): AsyncGenerator<Item, void, undefined> {
  const signal = currentSignal();
  const bar = liveDisplay(barOf(title, 0, total));
  let done = 0;
  let drawnAt = performance.now();
  try {
    for await (const item of items) {
      signal.throwIfAborted();
      yield item;
      done += 1;
      if (performance.now() - drawnAt < REDRAW_MS) continue;
      drawnAt = performance.now();
      bar.update(barOf(title, done, total));
    }
  } finally {
    bar.update(barOf(title, done, total));
    bar.close();
  }
}

function sizeOf(items: object): number | undefined {
  if ('length' in items && typeof items.length === 'number') return items.length;
  return 'size' in items && typeof items.size === 'number' ? items.size : undefined;
}

function barOf(title: string, done: number, total: number | undefined) {
  const count = total === undefined ? formatCount(done) : `${formatCount(done)} of ${formatCount(total)}`;
  const text = `${title}: ${count}`;
  const bar =
    total === undefined ? html`<progress></progress>` : html`<progress max="${total}" value="${done}"></progress>`;
  return { [MIME.html]: html`<div>${bar} ${text}</div>`.text, [MIME.text]: text };
}
