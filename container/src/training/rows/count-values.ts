import type { RowPlan } from '../row-plan';
import type { RowBatch } from './row-batch';

/** What keeps rows from being trained on. */
export interface Counted {
  readonly rowCount: number;
  /** Rows whose target is missing. */
  readonly missing: number;
  /** Rows whose target is infinite, or larger than 32 bits can hold. */
  readonly infinite: number;
  /** For each feature, values that are infinite or too large. */
  readonly infiniteFeatures: readonly number[];
  /** For each feature, rows without a value. */
  readonly missingFeatures: readonly number[];
  /** Weights that are missing, negative or infinite. */
  readonly wrongWeights: number;
}

/** Counts while rows come. */
export class ValueCounts implements Counted {
  rowCount = 0;
  missing = 0;
  infinite = 0;
  readonly infiniteFeatures: number[];
  readonly missingFeatures: number[];
  wrongWeights = 0;

  constructor(private readonly plan: RowPlan) {
    this.infiniteFeatures = plan.features.map(() => 0);
    this.missingFeatures = plan.features.map(() => 0);
  }

  add({ columns, rowCount }: RowBatch): void {
    const { features, weight } = this.plan;
    this.rowCount += rowCount;
    for (let feature = 0; feature < features.length; feature += 1) {
      this.#addFeature(feature, columns[feature], rowCount);
    }
    const labels = columns[features.length];
    this.missing += countOf(labels, rowCount, Number.isNaN);
    this.infinite += countOf(labels, rowCount, isInfinite);
    if (weight === undefined) return;
    this.wrongWeights += countOf(columns[features.length + 1], rowCount, (value) => !(value >= 0 && value < Infinity));
  }

  /** The counts so far, as plain data. */
  get counted(): Counted {
    const { rowCount, missing, infinite, infiniteFeatures, missingFeatures, wrongWeights } = this;
    return { rowCount, missing, infinite, infiniteFeatures, missingFeatures, wrongWeights };
  }

  /** Adds what was counted elsewhere. */
  merge(other: Counted): void {
    this.rowCount += other.rowCount;
    this.missing += other.missing;
    this.infinite += other.infinite;
    this.wrongWeights += other.wrongWeights;
    for (let feature = 0; feature < this.infiniteFeatures.length; feature += 1) {
      this.infiniteFeatures[feature] += other.infiniteFeatures[feature];
      this.missingFeatures[feature] += other.missingFeatures[feature];
    }
  }

  #addFeature(feature: number, values: Float32Array, rowCount: number): void {
    for (let row = 0; row < rowCount; row += 1) {
      const value = values[row];
      // True for infinite values and NaN alone, so that one look is enough for all others.
      if (value - value === 0) continue;
      if (Number.isNaN(value)) this.missingFeatures[feature] += 1;
      else this.infiniteFeatures[feature] += 1;
    }
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
