import { textColumn } from '../../values/text-column';
import { Texts } from '../../values/texts';
import type { Column } from '../table';
import { figureColumn } from './aggregate-groups';
import { columnNumbers, holdsNumbers } from './column-numbers';
import { correlation } from './correlation';

/** A row and a column for each column of numbers: how they are correlated over the rows where neither is null. */
export function correlateColumns(columns: readonly Column[], rowCount: number): readonly Column[] {
  const numeric = columns.filter(holdsNumbers);
  const found = numeric.map((column, index) =>
    numeric.slice(0, index + 1).map((other) => correlationOf(column, other, rowCount)),
  );
  return correlationMatrix(
    numeric.map(({ name }) => name),
    found,
  );
}

/** @param found for each column its correlations with those up to itself. */
export function correlationMatrix(
  names: readonly string[],
  found: readonly (readonly (number | undefined)[])[],
): readonly Column[] {
  return [
    textColumn({ name: 'column', type: 'VARCHAR', nullable: false }, Texts.of(names)),
    ...names.map((name, row) =>
      figureColumn(
        name,
        names.map((_, column) => found[Math.max(row, column)][Math.min(row, column)]),
      ),
    ),
  ];
}

/** Pearson's correlation of two columns; undefined where there is none. */
export function correlationOf(column: Column, other: Column, rowCount: number): number | undefined {
  const [left, right] = [columnNumbers(column), columnNumbers(other)];
  const pairs = correlation();
  for (let row = 0; row < rowCount; row += 1) {
    if (column.nulls?.[row] !== 1 && other.nulls?.[row] !== 1) pairs.add(left[row], right[row]);
  }
  return pairs.value();
}
