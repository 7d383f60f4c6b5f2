import type { RowPlan } from '../row-plan';
import type { RowBatch } from './row-batch';

/** What keeps rows from being trained on, counted while they come. */
export class ValueCounts {
  rowCount = 0;
  /** Rows whose target is missing. */
  missing = 0;
  /** Rows whose target is infinite, or larger than 32 bits can hold. */
  infinite = 0;
  /** For each feature, values that are infinite or too large. */
  readonly infiniteFeatures: number[];
  /** Weights that are missing, negative or infinite. */
  wrongWeights = 0;

  constructor(private readonly plan: RowPlan) {
    this.infiniteFeatures = plan.features.map(() => 0);
  }

  add({ columns, rowCount }: RowBatch): void {
    const { features, weight } = this.plan;
    this.rowCount += rowCount;
    for (let feature = 0; feature < features.length; feature += 1) {
      this.infiniteFeatures[feature] += countOf(columns[feature], rowCount, isInfinite);
    }
    const labels = columns[features.length];
    this.missing += countOf(labels, rowCount, Number.isNaN);
    this.infinite += countOf(labels, rowCount, isInfinite);
    if (weight === undefined) return;
    this.wrongWeights += countOf(columns[features.length + 1], rowCount, (value) => !(value >= 0 && value < Infinity));
  }
}

function isInfinite(value: number): boolean {
  return value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;
}

function countOf(values: Float32Array, rowCount: number, counts: (value: number) => boolean): number {
  let count = 0;
  for (let row = 0; row < rowCount; row += 1) if (counts(values[row])) count += 1;
  return count;
}
