import type { FeatureMatrix } from 'kernel-helpers/model-input/feature-matrix';
import type { FeatureRows } from '../serving/rows/feature-rows';

/** Rows one after another, as XGBoost's prediction takes them. */
export function rowsOfMatrix({ columns, rowCount }: FeatureMatrix): FeatureRows {
  const values = new Float32Array(rowCount * columns.length);
  for (const [index, column] of columns.entries()) {
    const numbers = 'places' in column ? column.places : column;
    for (let row = 0; row < rowCount; row += 1) values[row * columns.length + index] = numbers[row];
  }
  return { values, rowCount };
}
