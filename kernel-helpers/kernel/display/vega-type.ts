/** JupyterLab's vega5-extension draws all current versions of Vega-Lite and Vega under these two names. */
const VEGA_LITE_TYPE = 'application/vnd.vegalite.v5+json';
const VEGA_TYPE = 'application/vnd.vega.v5+json';

/** The MIME type of a chart specification, told by its `$schema`; undefined for anything else. */
export function vegaType(value: object): string | undefined {
  const schema = '$schema' in value ? value.$schema : undefined;
  if (typeof schema !== 'string') return undefined;
  if (/\/vega-lite\/v\d/.test(schema)) return VEGA_LITE_TYPE;
  return /\/vega\/v\d/.test(schema) ? VEGA_TYPE : undefined;
}
