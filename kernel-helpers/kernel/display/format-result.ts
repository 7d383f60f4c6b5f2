import { inspect, types } from 'node:util';
import { JUPYTER_DISPLAY, type MimeBundle } from 'kernel-helpers/cell/kernel-bridge';
import { z } from 'zod';
import { dataFrameHtml, isDataFrame } from './data-frame';
import { imageType } from './image-type';
import { vegaType } from './vega-type';

export interface FormattedResult {
  readonly data: MimeBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
}

const bundleSchema = z.record(z.string(), z.unknown());

/** The older way to say how a value looks, as IJavascript has it. */
const MIME_PROPERTY = '$$mime';

/** How a cell's last value looks: always as text, and richer where the value allows it. */
export async function formatResult(value: unknown): Promise<FormattedResult> {
  const own = await ownBundle(value);
  const data = own ?? knownBundle(value);
  return { data: { 'text/plain': inspect(value), ...data }, metadata: {} };
}

/** What the value itself says, by `[Symbol.for('Jupyter.display')]()` or `$$mime`. */
async function ownBundle(value: unknown): Promise<MimeBundle | undefined> {
  if (!isObject(value)) return undefined;
  const show = JUPYTER_DISPLAY in value ? value[JUPYTER_DISPLAY] : undefined;
  if (typeof show === 'function') return bundleSchema.parse(await show.call(value));
  const mime = MIME_PROPERTY in value ? value[MIME_PROPERTY] : undefined;
  if (typeof mime === 'function') return bundleSchema.parse(await mime.call(value));
  return isObject(mime) ? bundleSchema.parse(mime) : undefined;
}

/** Values of others that people end cells with. */
function knownBundle(value: unknown): MimeBundle {
  if (!isObject(value)) return {};
  if (types.isUint8Array(value)) {
    const type = imageType(value);
    return type === undefined ? {} : { [type]: Buffer.from(value).toString('base64') };
  }
  if (isDataFrame(value)) return { 'text/html': dataFrameHtml(value), 'text/plain': String(value) };
  if (types.isNativeError(value)) return { 'text/plain': value.stack ?? String(value) };
  const vega = vegaType(value);
  return vega === undefined ? {} : { [vega]: value };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
