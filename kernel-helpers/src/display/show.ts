import { type DisplayOptions, kernelBridge } from '../cell/kernel-bridge';
import { MIME } from '../mime';
import { type MimeBundle, SHOW_ITSELF, showsItself } from '../render/self-display';
import { bundleOf } from './bundle';
import { bundleOfPart, readShowOptions, type ShowOptions } from './show-part';

/**
 * Shows a value as an output of the cell: a Table, a DataFrame, a chart, a widget, an array of objects, anything else as
 * text. With options, which are for values with rows, the output is a table that stays as it is.
 * @elsewhere Inputs, table, print: show(table)
 */
export function show(value: unknown, options: ShowOptions = {}): void {
  const part = readShowOptions(options);
  if (part !== undefined) publish(bundleOfPart(value, part));
  else if (showsItself(value)) value[SHOW_ITSELF]();
  else publish(bundleOf(value));
}

/**
 * Writes one output, or replaces the one with the same id. Only this function writes to a kernel: to ours through its
 * bridge, to stock tslab through the object that tslab puts on `globalThis`. Without a kernel it prints text on stdout.
 */
export function publish(bundle: MimeBundle, options: DisplayOptions = {}): void {
  const bridge = kernelBridge();
  const tslab = bridge === undefined ? stockTslab() : undefined;
  if (bridge !== undefined) bridge.display(bundle, options);
  else if (tslab !== undefined) publishOnStockTslab(tslab, bundle, options);
  else process.stdout.write(`${String(bundle[MIME.text])}\n`);
}

/** True if outputs can be replaced in place. */
export function canReplaceOutputs(): boolean {
  return kernelBridge() !== undefined || stockTslab() !== undefined;
}

/** tslab's public display functions: each writes one MIME type. */
interface StockDisplay {
  raw(mime: string, content: unknown): void;
}

interface StockTslab {
  readonly display: StockDisplay;
  newDisplay(): StockDisplay;
}

const replaceable = new Map<string, StockDisplay>();

function publishOnStockTslab(tslab: StockTslab, bundle: MimeBundle, { id }: DisplayOptions): void {
  let target = tslab.display;
  if (id !== undefined) {
    target = replaceable.get(id) ?? tslab.newDisplay();
    replaceable.set(id, target);
  }
  const richest =
    [MIME.vegaLite, MIME.html, MIME.markdown, MIME.text].find((mime) => mime in bundle) ?? Object.keys(bundle)[0];
  target.raw(richest, bundle[richest]);
}

/** Asks the running kernel for its tslab: a copy that is required from here would not be connected to the kernel. */
function stockTslab(): StockTslab | undefined {
  const running = (globalThis as { readonly __tslab__?: { require(name: string): unknown } }).__tslab__;
  return running?.require('tslab') as StockTslab | undefined;
}
