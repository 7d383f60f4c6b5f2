import { MIME } from '../mime';
import type { Page } from '../page';
import { html } from './html';
import { JUPYTER_DISPLAY, type MimeBundle } from './self-display';
import { tableHtml, tableText } from './table-view';
import { asTabular } from './tabular';

/** What a page says beside its items. */
export interface PageParts {
  /** Pass it as `after` to get the next page; undefined on the last one. */
  readonly next?: string | undefined;
  /** Takes the place of the table where nothing is listed. */
  readonly ifEmpty: string;
}

/** One page of a list, which a cell shows as a table. It compares and prints as the plain object that it is. */
export function shownPage<Item extends object>(items: readonly Item[], { next, ifEmpty }: PageParts): Page<Item> {
  const page: Page<Item> = next === undefined ? { items } : { items, next };
  return Object.defineProperty(page, JUPYTER_DISPLAY, { value: () => bundleOf(page, ifEmpty) });
}

function bundleOf({ items, next }: Page<object>, ifEmpty: string): MimeBundle {
  const table = asTabular(items);
  if (table === undefined) return { [MIME.text]: ifEmpty };
  if (next === undefined) return { [MIME.html]: tableHtml(table).text, [MIME.text]: tableText(table) };
  const more = `There are more. The next page: { after: ${JSON.stringify(next)} }`;
  return {
    [MIME.html]: html`${tableHtml(table)}<br><small>${more}</small>`.text,
    [MIME.text]: `${tableText(table)}\n${more}`,
  };
}
