import { UserError } from 'kernel-helpers/errors';
import type { Model } from '../training/model';
import type { Rows, Share } from '../training/share';

/** One metric in each fold. */
export interface FoldMetric {
  readonly values: readonly number[];
  readonly mean: number;
  /** The standard deviation of the values, divided by their number, as XGBoost's own `cv` gives it. */
  readonly deviation: number;
}

/** What the models of all folds showed. */
export interface CrossValidation {
  readonly folds: number;
  /** Rounds of each fold's model; with early stopping, those up to its best. */
  readonly rounds: readonly number[];
  /** Rounds of a model on all rows: the mean of the folds' rounds. */
  readonly meanRounds: number;
  /** Data (`train`, `validation`) → metric (`rmse`) → its values. */
  readonly metrics: Readonly<Record<string, Readonly<Record<string, FoldMetric>>>>;
}

/**
 * The rows of this host for one fold: every `folds`-th row of the result measures, the others are learnt from. A row's
 * fold follows from its place in the whole result, so it is the same on any number of hosts.
 * @param fold from 0
 */
export function shareOfFold(share: Share, fold: number, folds: number): Share {
  const { train, range } = share;
  if (range.total < folds) {
    throw new UserError(`The table has ${range.total} rows, fewer than the ${folds} folds. Use fewer folds.`);
  }
  const rowCount = train.labels.length;
  const isMeasured = (row: number): boolean => (range.from + row) % folds === fold;
  const pick = (wanted: boolean): Rows => {
    const rows = Uint32Array.from({ length: rowCount }, (_, row) => row).filter((row) => isMeasured(row) === wanted);
    const take = (values: Float32Array): Float32Array => Float32Array.from(rows, (row) => values[row]);
    return {
      columns: train.columns.map(take),
      labels: take(train.labels),
      ...(train.weights !== undefined && { weights: take(train.weights) }),
    };
  };
  return { ...share, train: pick(false), validation: pick(true) };
}

export function summariseFolds(models: readonly Pick<Model, 'rounds' | 'metrics'>[]): CrossValidation {
  const rounds = models.map((model) => model.rounds);
  const sides = Object.entries(models[0].metrics).map(([side, metrics]) => {
    const names = Object.keys(metrics);
    return [
      side,
      Object.fromEntries(names.map((name) => [name, summarise(models.map((one) => one.metrics[side][name]))])),
    ];
  });
  return {
    folds: models.length,
    rounds,
    meanRounds: Math.max(1, Math.round(meanOf(rounds))),
    metrics: Object.fromEntries(sides),
  };
}

function summarise(values: readonly number[]): FoldMetric {
  const mean = meanOf(values);
  return { values, mean, deviation: Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2))) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
