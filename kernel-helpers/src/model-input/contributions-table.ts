import { Table } from '../table/columnar-table';
import type { ModelColumns } from './feature-matrix';

/** The column of what is the same for all rows; the features' columns have their names. */
export const BIAS_COLUMN = 'BIAS';

/**
 * SHAP values as a table: a row for each row of the data, or for each class of each row; then the columns `ROW`, counted
 * from 0, and `CLASS` say what it tells of.
 * @param contributions for each row (and class) one value for each feature, and the bias last
 */
export function contributionsTable(
  contributions: readonly ArrayLike<number>[],
  classCount: number,
  model: Pick<ModelColumns, 'features' | 'classes'>,
): Table {
  const width = contributions[0]?.length ?? 0;
  const names = Array.from({ length: width - 1 }, (_, index) => model.features?.[index] ?? `F${index}`);
  const columns = [...names, BIAS_COLUMN].map((name, index) => ({
    name,
    type: 'FLOAT',
    kind: 'number' as const,
    nullable: true,
    values: Float64Array.from(contributions, (values) => values[index]),
  }));
  if (classCount === 1) return new Table(columns);
  const rows = Float64Array.from(contributions, (_, index) => Math.floor(index / classCount));
  const classes = contributions.map((_, index) => model.classes?.[index % classCount] ?? String(index % classCount));
  return new Table([
    { name: 'ROW', type: 'FLOAT', kind: 'number', nullable: false, values: rows },
    { name: 'CLASS', type: 'VARCHAR', kind: 'text', nullable: false, values: classes },
    ...columns,
  ]);
}
