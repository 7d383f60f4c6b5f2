import { type DisplayOptions, kernelBridge } from '../cell/kernel-bridge';
import { UserError } from '../errors';
import { MIME } from '../mime';
import { bundleOf } from './bundle';
import { replaceOutput, replaceWithData } from './replaced-output';
import { publish, show } from './show';

/**
 * Shows a value, or data in several formats by their MIME types, as an output of the cell.
 * With an `id`, a later call with `{ id, update: true }` replaces it, also from another cell. A chart that is replaced
 * again within half a second has no picture; its last state has one.
 */
export function display(value: unknown, options: DisplayOptions = {}): void {
  const { id, update = false } = options;
  if (id !== undefined && update) {
    if (isMimeBundle(value)) replaceWithData(id, value, options);
    else replaceOutput(id, value, options);
  } else if (isMimeBundle(value)) publish(value, options);
  else if (Object.keys(options).length > 0) publish(bundleOf(value), options);
  else show(value);
}

/** Removes what the cell has shown so far; with `wait`, only when the next output comes, so that nothing flickers. */
export function clearOutput({ wait = false }: { readonly wait?: boolean } = {}): void {
  kernelBridge()?.clearOutput(wait);
}

/** Shows a longer text beside the notebook, in the pager; prints it where there is no pager. */
export function page(text: string): void {
  const bridge = kernelBridge();
  if (bridge) bridge.page(text);
  else process.stdout.write(`${text}\n`);
}

/** Asks the person in front of the notebook. Throws a UserError where nobody can answer. */
export async function input(prompt = '', { password = false }: { readonly password?: boolean } = {}): Promise<string> {
  const bridge = kernelBridge();
  if (!bridge) {
    throw new UserError('Only a cell on the kernel of kernel-helpers can ask questions. Give the value in the code.');
  }
  return bridge.input(prompt, { password });
}

function isMimeBundle(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.includes(MIME.text) || (keys.length > 0 && keys.every((key) => /^[a-z]+\/[\w.+-]+$/.test(key)));
}
