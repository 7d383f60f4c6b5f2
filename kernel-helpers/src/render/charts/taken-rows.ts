import { countOf, formatCount } from '../format-value';

export interface TakenRows {
  readonly rows: readonly number[];
  /** How many rows could have been taken. */
  readonly drawable: number;
}

/**
 * The rows in which all of these values are numbers, and that have a group where there are groups; if there are more than
 * `most`, `most` of them at equal distances.
 */
export function evenlyTaken(
  rowCount: number,
  needed: readonly Float64Array[],
  most: number,
  groups?: Int32Array,
): TakenRows {
  const isDrawable = (row: number): boolean =>
    groups?.[row] !== -1 && needed.every((values) => Number.isFinite(values[row]));
  let drawable = 0;
  for (let row = 0; row < rowCount; row += 1) if (isDrawable(row)) drawable += 1;
  const count = Math.min(most, drawable);
  const rows: number[] = [];
  let seen = 0;
  for (let row = 0; row < rowCount && rows.length < count; row += 1) {
    if (!isDrawable(row)) continue;
    if (seen === Math.floor((rows.length * drawable) / count)) rows.push(row);
    seen += 1;
  }
  return { rows, drawable };
}

/** What a chart says about rows that it does not draw. */
export function takenRemark(taken: number, drawable: number, rowCount: number, needed = 'a value'): readonly string[] {
  const missing = rowCount - drawable;
  return [
    ...(taken < drawable ? [`${formatCount(taken)} of ${countOf(drawable, 'row')}, taken evenly`] : []),
    ...(missing > 0 ? [`${countOf(missing, 'row')} without ${needed} left out`] : []),
  ];
}
