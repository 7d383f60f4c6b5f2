import { inspect } from 'node:util';
import { JUPYTER_DISPLAY, type MimeBundle } from '../cell/kernel-bridge';
import { MIME } from '../cell/mime';
import { isVegaLiteSpec } from './charts/chart';
import { tableBundle } from './table-view';
import { asTabular } from './tabular';

/** How a value looks as an output: its own form, a chart, a table, or its text. */
export function bundleOf(value: unknown): MimeBundle {
  const own = ownBundle(value);
  if (own !== undefined) return own;
  if (isVegaLiteSpec(value)) return { [MIME.vegaLite]: value, [MIME.text]: 'Vega-Lite chart' };
  const table = asTabular(value);
  if (table !== undefined) return tableBundle(table);
  return { [MIME.text]: typeof value === 'string' ? value : inspect(value) };
}

function ownBundle(value: unknown): MimeBundle | undefined {
  if (typeof value !== 'object' || value === null || !(JUPYTER_DISPLAY in value)) return undefined;
  const display = (value as { readonly [JUPYTER_DISPLAY]: unknown })[JUPYTER_DISPLAY];
  return typeof display === 'function' ? (display.call(value) as MimeBundle) : undefined;
}
