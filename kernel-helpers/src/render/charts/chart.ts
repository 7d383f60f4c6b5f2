import { INSPECT, MIME } from '../../mime';
import { JUPYTER_DISPLAY, type MimeBundle, PASSING_DISPLAY } from '../../render/self-display';
import { inlineData } from './inline-data';
import { chartPicture } from './picture/chart-picture';
import { VEGA_LITE_SCHEMA, type VegaLiteSpec } from './vega-lite-spec';

export type { VegaLiteSpec };

/** What a chart may take in a saved notebook: its specification, its picture and its text together. */
const MAX_OUTPUT_BYTES = 30_000;

/** A chart: a Vega-Lite specification with a picture and a text twin. It shows itself as the result of a cell. */
export class Chart {
  constructor(
    /** The Vega-Lite v5 specification; change a copy of it for anything that the options do not offer. */
    readonly spec: VegaLiteSpec,
    /** What the chart says, for front ends that cannot draw it. */
    readonly text: string,
  ) {}

  [JUPYTER_DISPLAY](): MimeBundle {
    const bundle = this[PASSING_DISPLAY]();
    const picture = chartPicture(this.spec, bytesLeft(bundle));
    if ('png' in picture) return { ...bundle, [MIME.png]: picture.png.toString('base64') };
    return { ...bundle, [MIME.text]: `${this.text}\n(no picture: ${picture.missing})` };
  }

  [PASSING_DISPLAY](): MimeBundle {
    return { [MIME.vegaLite]: this.spec, [MIME.text]: this.text };
  }

  [INSPECT](): string {
    return this.text;
  }
}

/** A specification of the user's own may be of any size; its picture has as many bytes as that of a chart. */
const MAX_PICTURE_BYTES = 20_000;

/** How a specification that is not wrapped in a Chart shows itself. */
export function specBundle(spec: VegaLiteSpec): MimeBundle {
  const picture = chartPicture(spec, MAX_PICTURE_BYTES);
  const text = 'Vega-Lite chart';
  if ('png' in picture) {
    return { [MIME.vegaLite]: spec, [MIME.png]: picture.png.toString('base64'), [MIME.text]: text };
  }
  return { [MIME.vegaLite]: spec, [MIME.text]: `${text}\n(no picture: ${picture.missing})` };
}

/** How large a picture may be: in a notebook, three of its bytes become four characters. */
function bytesLeft(bundle: MimeBundle): number {
  return Math.floor(((MAX_OUTPUT_BYTES - 100 - Buffer.byteLength(JSON.stringify(bundle))) * 3) / 4);
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
  return inlineData(Object.fromEntries(columns.map((name, place) => [name, points.map((point) => point[place])]))).data;
}
