import type { VegaLiteSpec } from './vega-lite-spec';

/** Wider charts are not read better. */
const WIDEST = 640;
/** Where a page does not say how much room there is, such as in a tab that nobody has opened yet. */
const UNKNOWN_ROOM = 480;
const LEAST_ROOM = 100;
/** Pixels of the plot in the picture of a chart; axes and legends come beside it. */
const PICTURE_WIDTH = 420;

const ROOM = 'containerSize()[0]';
const WIDTH = `${ROOM} > ${LEAST_ROOM} ? min(${ROOM}, ${WIDEST}) : ${UNKNOWN_ROOM}`;

/**
 * A chart that is as wide as the cell, up to a limit. Vega-Lite knows no limit: a parameter of the same name, which it
 * hands on to Vega as it is, takes the place of its own signal. JupyterLab says the room only where a page has our style
 * (`jupyterlab-ext/style/charts.css`).
 */
export const CELL_WIDTH = {
  width: 'container',
  params: [{ name: 'width', init: WIDTH, on: [{ events: 'window:resize', update: WIDTH }] }],
} as const;

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
