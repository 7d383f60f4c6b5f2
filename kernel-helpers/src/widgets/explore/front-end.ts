import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the build puts what a browser runs: compiled from `kernel-helpers/table-page`. */
const PLACE = join(__dirname, '../../table-page');

let loaded: { readonly esm: string; readonly css: string } | undefined;

/** The ES module in anywidget's format (https://anywidget.dev/en/afm/), and its style sheet. */
export function tableFrontEnd(): { readonly esm: string; readonly css: string } {
  loaded ??= { esm: readFileSync(`${PLACE}.mjs`, 'utf8'), css: readFileSync(`${PLACE}.css`, 'utf8') };
  return loaded;
}
