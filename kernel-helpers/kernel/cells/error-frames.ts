import type { CellPlace } from './cell-sources';

const CELL_PLACE = /(Cell \[(?:\d+| )\]):(\d+):(\d+)/;

const LIBRARY_FRAME = /[\\/]node_modules[\\/]|\(?node:/;
const KERNEL_HELPERS_FRAME = /[\\/]kernel-helpers[\\/]dist[\\/]/;
/** A function of JavaScript itself, such as `Array.map`. */
const BUILT_IN_FRAME = /\(<anonymous>\)$/;

/** The first place in a cell that a stack names. */
export function firstCellPlace(frames: readonly string[]): CellPlace | undefined {
  for (const frame of frames) {
    const [, title, line, column] = CELL_PLACE.exec(frame) ?? [];
    if (title !== undefined) return { title, line: Number(line), column: Number(column) };
  }
  return undefined;
}

/** True for frames in code that the author of the notebook has written. */
export function leadsToUser(frame: string): boolean {
  return !LIBRARY_FRAME.test(frame) && !KERNEL_HELPERS_FRAME.test(frame) && !BUILT_IN_FRAME.test(frame);
}

/** Leaves out frames of installed packages and Node.js, and those of kernel-helpers when the error explains itself. */
export function withoutLibraries(frames: readonly string[], isExplained: boolean): readonly string[] {
  return frames.filter((frame) => !LIBRARY_FRAME.test(frame) && !(isExplained && KERNEL_HELPERS_FRAME.test(frame)));
}

/** A function with a name, unlike the code of a cell itself. */
const NAMED_FRAME = /^\s+at [^(]+ \(/;

/** The place in a cell where a promise was asked for. `frames` are those of the moment when it was made. */
export function placeOfStart(frames: readonly string[]): CellPlace | undefined {
  const begin = frames.findIndex((frame) => !BUILT_IN_FRAME.test(frame));
  const makers = frames.slice(Math.max(0, begin));
  // An async function makes its promise when it begins; another function makes one with `new Promise` and returns it.
  // In both cases the place that counts is where the function was called.
  const isMadeByFunction = begin === 0 || NAMED_FRAME.test(makers[0] ?? '');
  return firstCellPlace(makers.slice(isMadeByFunction ? 1 : 0)) ?? firstCellPlace(makers);
}
