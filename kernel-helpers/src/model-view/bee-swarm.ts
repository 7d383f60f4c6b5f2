/** How many columns a row of dots is cut into; dots of one column are laid side by side. */
const COLUMNS = 60;

/**
 * Where dots with these values lie beside the middle of their row, from -1 to 1: where many values are alike, the row is
 * wide. The same values always lie the same way.
 */
export function placeInSwarm(values: readonly number[]): readonly number[] {
  const low = values.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
  const high = values.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
  const columnOf = (value: number): number =>
    high > low ? Math.min(COLUMNS - 1, Math.floor(((value - low) / (high - low)) * COLUMNS)) : 0;
  const columns = Array.from({ length: COLUMNS }, (): number[] => []);
  for (const [index, value] of values.entries()) columns[columnOf(value)].push(index);
  const fullest = columns.reduce((most, column) => Math.max(most, column.length), 1);
  const offsets = values.map(() => 0);
  for (const column of columns) {
    for (const [place, index] of column.entries()) {
      // 0, +1, -1, +2, -2, … from the middle outwards.
      const step = Math.ceil(place / 2) * (place % 2 === 1 ? 1 : -1);
      offsets[index] = (2 * step) / Math.max(fullest, 6);
    }
  }
  return offsets;
}
