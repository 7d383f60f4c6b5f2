import type * as danfo from 'danfojs-node';
import type { DanfoFrame } from 'kernel-helpers/values/danfo-frame';

/*
 * What a cell knows of danfojs-node. danfo's classes have private members, so its own functions take no frame but one of
 * danfo's type, and `table.toDataFrame()` has a shorter one. Only the types of this file are read: a cell loads danfo.
 */
export * from 'danfojs-node';

/** Puts the columns of two frames beside each other, where rows are equal in some columns. */
export declare function merge(frames: {
  left: DanfoFrame;
  right: DanfoFrame;
  on: string[];
  how: 'outer' | 'inner' | 'left' | 'right';
}): danfo.DataFrame;

/** Puts frames below each other (`axis: 0`) or beside each other (`axis: 1`). */
export declare function concat(frames: { dfList: DanfoFrame[]; axis: 0 | 1 }): danfo.DataFrame | danfo.Series;

/** Tells a frame as CSV; with `filePath`, writes it there. */
export declare function toCSV(
  frame: DanfoFrame,
  options?: Parameters<typeof danfo.toCSV>[1],
): ReturnType<typeof danfo.toCSV>;

/** Tells a frame as JSON; with `filePath`, writes it there. */
export declare function toJSON(
  frame: DanfoFrame,
  options?: Parameters<typeof danfo.toJSON>[1],
): ReturnType<typeof danfo.toJSON>;

/** Writes a frame as an Excel file. */
export declare function toExcel(frame: DanfoFrame, options?: Parameters<typeof danfo.toExcel>[1]): void;
