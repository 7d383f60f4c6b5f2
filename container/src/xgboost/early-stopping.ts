import type { RoundMetrics } from 'kernel-helpers/training-contract/index';

/** The round with the best value of the metric that early stopping watches. */
export interface BestRound {
  readonly round: number;
  readonly value: number;
  readonly metrics: RoundMetrics;
}

/** Metrics that are better when they are larger, as XGBoost's Python package lists them (v3.2.0 `callback.py`). */
const LARGER_IS_BETTER = /^(auc|aucpr|pre|map|ndcg)(@|-|$)/;

/**
 * Watches the last metric on the validation rows. All hosts see the same values, because XGBoost measures over the
 * rows of all hosts. So all come to the same decision without exchanging messages.
 */
export class EarlyStopping {
  readonly #patience: number;
  #best: BestRound | undefined;

  /**
   * @param patience training is over after this many rounds without an improvement
   * @param best the best round of an earlier part of the training
   */
  constructor(patience: number, best?: BestRound) {
    this.#patience = patience;
    this.#best = best;
  }

  get best(): BestRound | undefined {
    return this.#best;
  }

  isOverAfter(round: number): boolean {
    return this.#best !== undefined && round - this.#best.round >= this.#patience;
  }

  /** Takes in the metrics of a round; true when training is over. */
  observe(round: number, metrics: RoundMetrics): boolean {
    const last = Object.entries(metrics.validation).at(-1);
    if (last === undefined) return false;
    const [metric, value] = last;
    if (this.#best === undefined || isBetter(metric, value, this.#best.value)) this.#best = { round, value, metrics };
    return this.isOverAfter(round);
  }
}

function isBetter(metric: string, value: number, than: number): boolean {
  return LARGER_IS_BETTER.test(metric) ? value > than : value < than;
}
