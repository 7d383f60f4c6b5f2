import { Table } from '../table/columnar-table';

/** The names of a model's classes: those that its file gives, otherwise `0`, `1`, … */
export function classNames(known: readonly string[] | undefined, count: number): readonly string[] {
  return known?.length === count ? known : Array.from({ length: count }, (_, index) => String(index));
}

/** Probabilities as a table: a column for each class, under its name. @param values row after row */
export function probabilityTable(values: ArrayLike<number>, classes: readonly string[]): Table {
  const rowCount = classes.length === 0 ? 0 : values.length / classes.length;
  return new Table(
    classes.map((name, index) => ({
      name,
      type: 'FLOAT',
      kind: 'number',
      nullable: false,
      values: Float64Array.from({ length: rowCount }, (_, row) => values[row * classes.length + index]),
    })),
  );
}
