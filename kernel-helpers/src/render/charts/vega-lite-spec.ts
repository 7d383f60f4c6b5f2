/** A Vega-Lite v5 specification, as the front end draws it. */
export type VegaLiteSpec = Readonly<Record<string, unknown>>;

export const VEGA_LITE_SCHEMA = 'https://vega.github.io/schema/vega-lite/v5.json';
