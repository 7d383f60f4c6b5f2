import { INSPECT, MIME } from '../../mime';
import { JUPYTER_DISPLAY, type MimeBundle } from '../../render/self-display';

/** A Vega-Lite v5 specification, as the front end draws it. */
export type VegaLiteSpec = Readonly<Record<string, unknown>>;

export const VEGA_LITE_SCHEMA = 'https://vega.github.io/schema/vega-lite/v5.json';

/** A chart: a Vega-Lite specification with a text twin. It shows itself as the result of a cell. */
export class Chart {
  constructor(
    /** The Vega-Lite v5 specification; change a copy of it for anything that the options do not offer. */
    readonly spec: VegaLiteSpec,
    /** What the chart says, for front ends that cannot draw it. */
    readonly text: string,
  ) {}

  [JUPYTER_DISPLAY](): MimeBundle {
    return { [MIME.vegaLite]: this.spec, [MIME.text]: this.text };
  }

  [INSPECT](): string {
    return this.text;
  }
}

/** True for a Vega-Lite specification that is not wrapped in a Chart. */
export function isVegaLiteSpec(value: unknown): value is VegaLiteSpec {
  return (
    typeof value === 'object' &&
    value !== null &&
    '$schema' in value &&
    typeof value.$schema === 'string' &&
    value.$schema.includes('/vega-lite/')
  );
}

/** What every chart here has in common: size, and quiet axes. */
export function baseSpec(title: string): VegaLiteSpec {
  return {
    $schema: VEGA_LITE_SCHEMA,
    title: { text: title, anchor: 'start' },
    width: 420,
    height: 260,
    config: { view: { stroke: null }, axis: { grid: true, gridColor: '#8883', domainColor: '#8888' } },
  };
}

/** A number as charts store it: four digits are more than a screen shows, and keep saved notebooks small. */
export function forChart(value: number): number {
  return Number(value.toPrecision(4));
}

/** Rounded points as CSV: in a saved notebook they take less than half the space of one object for each point. */
export function inlinePoints(columns: readonly string[], points: readonly (readonly number[])[]): VegaLiteSpec {
  const lines = points.map((point) => point.join(','));
  return {
    values: [columns.join(','), ...lines].join('\n'),
    format: { type: 'csv', parse: Object.fromEntries(columns.map((name) => [name, 'number'])) },
  };
}
