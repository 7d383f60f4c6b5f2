import { type DisplayOptions, kernelBridge } from '../cell/kernel-bridge';
import { type MimeBundle, PASSING_DISPLAY } from '../render/self-display';
import { bundleOf, passingBundleOf } from './bundle';
import { publish } from './show';

/** An output that is replaced sooner was not looked at. */
const LOOK_MS = 500;

interface Unfinished {
  readonly value: unknown;
  readonly options: DisplayOptions;
  readonly timer: NodeJS.Timeout;
}

/** By the id of their outputs: values of which only what is made quickly has been shown. */
const unfinished = new Map<string, Unfinished>();

/**
 * Replaces the output with this id. What takes long to make, such as a chart's picture, follows when the output has
 * stayed as it is for half a second, or when the running cell ends: what changes all the time has one picture in the end.
 */
export function replaceOutput(id: string, value: unknown, options: DisplayOptions = {}): void {
  if (!hasPassingDisplay(value)) {
    replaceWithData(id, bundleOf(value), options);
    return;
  }
  forget(id);
  const replacing = { ...options, id, update: true };
  publish(passingBundleOf(value), replacing);
  const bridge = kernelBridge();
  // Stock tslab shows one form of a value, which never is the picture.
  if (bridge === undefined) return;
  const timer = setTimeout(() => finishOutput(id), LOOK_MS).unref();
  unfinished.set(id, { value, options: replacing, timer });
  bridge.beforeCellEnds(finishAll);
}

/** Replaces the output with this id by data, which have no other form. */
export function replaceWithData(id: string, data: MimeBundle, options: DisplayOptions = {}): void {
  forget(id);
  publish(data, { ...options, id, update: true });
}

/** Shows all of a value that its output shows only in part. */
export function finishOutput(id: string): void {
  const left = forget(id);
  if (left !== undefined) publish(bundleOf(left.value), left.options);
}

/** Who collects outputs, such as nbconvert, takes none after the end of the last cell. */
function finishAll(): void {
  for (const id of [...unfinished.keys()]) finishOutput(id);
}

function forget(id: string): Unfinished | undefined {
  const left = unfinished.get(id);
  clearTimeout(left?.timer);
  unfinished.delete(id);
  return left;
}

function hasPassingDisplay(value: unknown): boolean {
  return typeof value === 'object' && value !== null && PASSING_DISPLAY in value;
}
