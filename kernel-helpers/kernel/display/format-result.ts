import { types } from 'node:util';
import { UserError } from 'kernel-helpers/errors';
import { inspectValue } from 'kernel-helpers/render/inspect-value';
import { JUPYTER_DISPLAY, type MimeBundle } from 'kernel-helpers/render/self-display';
import { isDanfoFrame } from 'kernel-helpers/values/danfo-frame';
import { z } from 'zod';
import { arrowTableHtml } from './arrow-table';
import { dataFrameHtml } from './data-frame';
import { imageType } from './image-type';
import { pageElement, svgText } from './page-element';
import { sendableBundle } from './sendable-bundle';
import { vegaType } from './vega-type';

export interface FormattedResult {
  readonly data: MimeBundle & { readonly 'text/plain': string };
  readonly metadata: Readonly<Record<string, unknown>>;
  /** What the value's code threw when it was asked how the value looks. */
  readonly problems: readonly unknown[];
}

const MIME_TYPE = /^(?:application|audio|image|text|video)\/[\w.+-]+$/;

const bundleSchema = z.record(z.string(), z.unknown());

/** IJavascript's older way to say how a value looks. */
const MIME_PROPERTY = '$$mime';

/**
 * Formats a cell's last value: always as text, and as richer data where the value allows it. This never rejects, even
 * when the value's own code throws: as in IPython, the cell has done its work by then.
 */
export async function formatResult(value: unknown): Promise<FormattedResult> {
  const problems: unknown[] = [];
  const own = await ownBundle(value).catch((problem: unknown) => {
    problems.push(problem);
    return undefined;
  });
  const sendable = sendableBundle(own ?? knownBundle(value));
  for (const problem of sendable.problems) problems.push(new UserError(problem));
  const { 'text/plain': text = inspectValue(value) } = sendable.data;
  return { data: { ...sendable.data, 'text/plain': String(text) }, metadata: {}, problems };
}

/** The data that the value itself gives, by `[Symbol.for('Jupyter.display')]()` or `$$mime`. */
async function ownBundle(value: unknown): Promise<MimeBundle | undefined> {
  if (!isObject(value)) return undefined;
  const show = memberOf(value, JUPYTER_DISPLAY);
  if (typeof show === 'function') return parseBundle(await show.call(value));
  if (isVegaView(value)) return { 'image/svg+xml': await value.toSVG(), 'text/plain': '[a view of Vega]' };
  const mime = memberOf(value, MIME_PROPERTY);
  if (typeof mime === 'function') return parseBundle(await mime.call(value));
  return isObject(mime) ? parseBundle(mime) : undefined;
}

/** A chart that code of vega has made; its specification is not known any more. */
function isVegaView(value: object): value is { toSVG(): Promise<string> } {
  return ['toSVG', 'runAsync', 'scenegraph'].every((name) => typeof memberOf(value, name) === 'function');
}

function parseBundle(value: unknown): MimeBundle {
  const bundle = bundleSchema.safeParse(value);
  if (bundle.success) return bundle.data;
  throw new UserError('The value did not show itself as an object with MIME types and their data.');
}

/** Data for values of other libraries with which people end cells. */
function knownBundle(value: unknown): MimeBundle {
  if (typeof value === 'string') return svgText(value) ?? {};
  if (!isObject(value)) return {};
  if (types.isUint8Array(value)) {
    const type = imageType(value);
    return type === undefined ? {} : { [type]: Buffer.from(value).toString('base64') };
  }
  try {
    if (types.isNativeError(value)) return { 'text/plain': errorText(value) };
    if (isDanfoFrame(value)) return { 'text/html': dataFrameHtml(value), 'text/plain': String(value) };
    const vega = vegaType(value);
    if (vega !== undefined) return { [vega]: value };
    const arrow = arrowTableHtml(value);
    if (arrow !== undefined) return { 'text/html': arrow };
    return pageElement(value) ?? plainBundle(value) ?? {};
  } catch {
    // A getter or a proxy threw, so the value is of no kind that is known here and is shown as text.
    return {};
  }
}

/** With what has caused it, and what it sums up. Other properties may hold what is secret. */
function errorText(error: Error, told: readonly Error[] = []): string {
  const { stack = String(error), cause } = error;
  const errors: unknown = error instanceof AggregateError ? error.errors : [];
  const behind = [...(cause === undefined ? [] : [cause]), ...(Array.isArray(errors) ? errors : [])];
  const shown = [...told, error];
  const texts = behind
    .filter((one) => !shown.includes(one))
    .map((one) => `Caused by: ${types.isNativeError(one) ? errorText(one, shown) : inspectValue(one)}`);
  return [stack, ...texts].join('\n');
}

/** An object that is nothing but MIME types with their data, such as `{ 'image/png': buffer }`. */
function plainBundle(value: object): MimeBundle | undefined {
  const entries = Object.entries(value);
  const isPlain = entries.length > 0 && Object.getPrototypeOf(value) === Object.prototype;
  const isData = ([type, data]: readonly [string, unknown]) =>
    MIME_TYPE.test(type) && (typeof data === 'string' || data instanceof Uint8Array || type.endsWith('json'));
  return isPlain && entries.every(isData) ? Object.fromEntries(entries) : undefined;
}

/** Undefined when the member is missing or cannot be read. */
function memberOf(value: object, name: PropertyKey): unknown {
  try {
    return name in value ? Reflect.get(value, name) : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
