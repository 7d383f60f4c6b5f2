/** A DataFrame or Series of danfo, as every copy of danfo types and makes them. */
export interface DanfoFrame {
  readonly columns: readonly string[];
  readonly dtypes: readonly string[];
  readonly index: readonly (string | number)[];
  /** Rows of a DataFrame, the values of a Series. */
  readonly values: readonly unknown[];
  readonly shape: readonly number[];
  readonly origin?: unknown;
}

/** True for a danfo DataFrame or Series: danfo keeps its data under these names. */
export function isDanfoFrame(value: unknown): value is DanfoFrame {
  return typeof value === 'object' && value !== null && '$dataIncolumnFormat' in value && '$isSeries' in value;
}

/** True for a danfo DataFrame. */
export function isDanfoDataFrame(value: unknown): value is DanfoFrame {
  return isDanfoFrame(value) && !isDanfoSeries(value);
}

/** True for a danfo Series. */
export function isDanfoSeries(value: unknown): value is DanfoFrame {
  return isDanfoFrame(value) && '$isSeries' in value && value.$isSeries === true;
}
