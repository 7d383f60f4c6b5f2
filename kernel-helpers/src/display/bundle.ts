import { warn } from '../cell/warn';
import { UserError } from '../errors';
import { MIME } from '../mime';
import { isVegaLiteSpec, specBundle } from '../render/charts/chart';
import { inspectValue, reasonOf } from '../render/inspect-value';
import { JUPYTER_DISPLAY, type MimeBundle, PASSING_DISPLAY } from '../render/self-display';
import { tableBundle } from '../render/table-view';
import { asTabular } from '../render/tabular';

/** How a value looks as an output: its own form, a chart, a table, or its text. If a form fails, stderr says why. */
export function bundleOf(value: unknown): MimeBundle {
  return bundleBy(value, (shown) => ownBundle(shown, JUPYTER_DISPLAY) ?? knownBundle(shown));
}

/** How a value looks in an output that may be replaced soon: without what takes long to make, where the value knows it. */
export function passingBundleOf(value: unknown): MimeBundle {
  return bundleBy(
    value,
    (shown) => ownBundle(shown, PASSING_DISPLAY) ?? ownBundle(shown, JUPYTER_DISPLAY) ?? knownBundle(shown),
  );
}

function bundleBy(value: unknown, look: (value: unknown) => MimeBundle | undefined): MimeBundle {
  try {
    const bundle = look(value);
    if (bundle !== undefined) return bundle;
  } catch (failure) {
    warn(`The value could not show itself, so here is its text. ${reasonOf(failure)}`);
  }
  return { [MIME.text]: typeof value === 'string' ? value : inspectValue(value) };
}

function knownBundle(value: unknown): MimeBundle | undefined {
  if (isVegaLiteSpec(value)) return specBundle(value);
  const table = asTabular(value);
  return table && tableBundle(table);
}

/** What a method of the value itself says, if it has one by this key. */
function ownBundle(value: unknown, key: symbol): MimeBundle | undefined {
  if (typeof value !== 'object' || value === null || !(key in value)) return undefined;
  const display: unknown = Reflect.get(value, key);
  if (typeof display !== 'function') return undefined;
  const bundle: unknown = display.call(value);
  if (typeof bundle === 'object' && bundle !== null && !(bundle instanceof Promise)) return { ...bundle };
  throw new UserError(
    'It returned no object with MIME types and their data. A promise of one works only as the result of a cell.',
  );
}
