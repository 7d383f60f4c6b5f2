import { drawingParts, type VegaLogger, type VegaView } from 'kernel-helpers/render/charts/picture/drawing-parts';
import type { VegaLiteSpec } from 'kernel-helpers/render/charts/vega-lite-spec';

/** A chart as a page shows it. */
export interface DrawnChart {
  readonly width: number;
  readonly height: number;
  /** Where what is drawn begins and ends, in pixels from the left edge of the chart. */
  readonly left: number;
  readonly right: number;
  readonly signal: (name: string) => unknown;
}

/**
 * Draws a chart as JupyterLab does in a cell that has so many pixels of room: Vega-Lite compiles it, vega-embed changes
 * what it made by the chart's patch, and Vega asks the page for its width.
 */
export function drawnOnPage(spec: VegaLiteSpec, room: number): DrawnChart {
  const parts = drawingParts();
  if ('missing' in parts) throw new Error(parts.missing);
  const { vega } = parts;
  const compiled = vega.compile(spec, { logger: LOGGER }).spec;
  for (const change of changesOf(spec)) makeChange(compiled, change);
  // Only a browser has elements with a width.
  const onPage: object = JSON.parse(JSON.stringify(compiled).replaceAll('containerSize()[0]', String(room)));
  const view = new vega.View(vega.parse(onPage), { renderer: 'none', logger: LOGGER });
  view.run();
  const { left, right, top, bottom } = view.padding();
  const { x1, x2 } = boundsOf(view);
  const start = left + view._origin[0];
  return {
    width: view._viewWidth + left + right,
    height: view._viewHeight + top + bottom,
    left: start + x1,
    right: start + x2,
    signal: (name) => (view as VegaView & { signal(name: string): unknown }).signal(name),
  };
}

interface Change {
  readonly op: 'add' | 'replace';
  readonly path: string;
  readonly value: unknown;
}

function changesOf({ usermeta }: VegaLiteSpec): readonly Change[] {
  return (usermeta as { embedOptions?: { patch?: readonly Change[] } } | undefined)?.embedOptions?.patch ?? [];
}

/** What RFC 6902 says of `add` and `replace`. */
function makeChange(document: object, { op, path, value }: Change): void {
  const keys = path.split('/').slice(1);
  const last = keys.pop() ?? '';
  let parent = document as Record<string, unknown>;
  for (const key of keys) parent = parent[key] as Record<string, unknown>;
  if (op === 'replace' && !(last in parent)) throw new Error(`There is nothing to replace at ${path}.`);
  if (op === 'add' && Array.isArray(parent)) parent.splice(Number(last), 0, value);
  else parent[last] = value;
}

function boundsOf(view: VegaView): { readonly x1: number; readonly x2: number } {
  return (view.scenegraph().root as { readonly bounds: { readonly x1: number; readonly x2: number } }).bounds;
}

const LOGGER: VegaLogger = {
  level: () => LOGGER,
  error(problem) {
    throw problem instanceof Error ? problem : new Error(String(problem));
  },
  warn: () => LOGGER,
  info: () => LOGGER,
  debug: () => LOGGER,
};
