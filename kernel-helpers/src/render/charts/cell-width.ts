import type { VegaLiteSpec } from './vega-lite-spec';

/** Wider charts are not read better. */
const WIDEST = 640;
/** Where a page does not say how much room there is, such as in a tab that nobody has opened yet. */
const UNKNOWN_ROOM = 480;
const LEAST_ROOM = 100;
/** Pixels of the plot in the picture of a chart; axes and legends come beside it. */
const PICTURE_WIDTH = 420;
/** Between two small charts, as Vega-Lite has it. */
const GAP = 20;
const NARROWEST = 30;
/** A large point at an edge reaches further over it where the chart is narrower. */
const OVER_EDGE = 4;

const ROOM = 'containerSize()[0]';

/** Vega's word for the width of a page's element with a chart, up to a limit. */
function roomUpTo(widest: number): string {
  return `${ROOM} > ${LEAST_ROOM} ? min(${ROOM}, ${widest}) : ${Math.min(UNKNOWN_ROOM, widest)}`;
}

/** A signal of Vega that follows the size of the page. */
function followingPage(name: 'width' | 'height', value: string): object {
  return { name, init: value, on: [{ events: 'window:resize', update: value }] };
}

/**
 * A chart that is as wide as the cell, up to a limit. Vega-Lite knows no limit: a parameter of the same name, which it
 * hands on to Vega as it is, takes the place of its own signal. JupyterLab says the room only where a page has our style
 * (`jupyterlab-ext/style/charts.css`).
 */
export const CELL_WIDTH = { width: 'container', params: [followingPage('width', roomUpTo(WIDEST))] } as const;

/**
 * Small charts that share the width of the cell. Vega-Lite has one width for all of them, and it must be a number. So
 * vega-embed, which draws charts in JupyterLab, changes what Vega-Lite has made: Vega fits the width of the whole with
 * its axes and legends, and each small chart takes its part. Front ends that do not know this draw the number.
 */
export function facetsInCellWidth(columns: number): VegaLiteSpec {
  const share = `max(${NARROWEST},floor((width-${GAP * (columns - 1)})/${columns})-${OVER_EDGE})`;
  return changedByEmbed([
    { op: 'replace', path: '/signals/0', value: followingPage('width', roomUpTo(WIDEST)) },
    { op: 'add', path: '/signals/1', value: { name: 'child_width', update: share } },
  ]);
}

/** `usermeta.embedOptions`: https://github.com/vega/vega-embed#options; `patch` is a JSON Patch (RFC 6902). */
function changedByEmbed(changes: readonly object[]): VegaLiteSpec {
  const fit = { op: 'add', path: '/autosize', value: { type: 'fit-x', contains: 'padding' } };
  return { usermeta: { embedOptions: { patch: [...changes, fit] } } };
}

/** The same chart with a width that does not depend on a page. */
export function withFixedWidth(spec: VegaLiteSpec): VegaLiteSpec {
  if (spec.width !== 'container') return spec;
  const { params, ...rest } = spec;
  const others = Array.isArray(params) ? params.filter((one: unknown) => !isWidth(one)) : [];
  return { ...rest, width: PICTURE_WIDTH, ...(others.length > 0 && { params: others }) };
}

function isWidth(param: unknown): boolean {
  return typeof param === 'object' && param !== null && 'name' in param && param.name === 'width';
}
