/** Data of one output in several formats; the front end picks the richest that it can draw. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** The key of a method `() => MimeBundle` that says how a value looks as a cell's result. */
export const JUPYTER_DISPLAY = Symbol.for('Jupyter.display');

/**
 * The key of a method `() => MimeBundle` for an output that may be replaced soon: it lacks what takes long to make, such
 * as a chart's picture.
 */
export const PASSING_DISPLAY = Symbol.for('kernel-helpers.passing-display');

/** The key of a method that shows a value in an output which the value may replace later. */
export const SHOW_ITSELF = Symbol.for('kernel-helpers.show-itself');

export function showsItself(value: unknown): value is { [SHOW_ITSELF](): void } {
  if (typeof value !== 'object' || value === null) return false;
  try {
    return SHOW_ITSELF in value && typeof value[SHOW_ITSELF] === 'function';
  } catch {
    // A proxy that refuses such questions; it is not a value of ours.
    return false;
  }
}
