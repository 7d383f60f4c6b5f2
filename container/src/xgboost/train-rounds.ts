import type { RoundMetrics } from 'kernel-helpers/training-contract/index';
import { Booster, type Parameter } from './booster';
import type { Collective } from './collective';
import type { Matrix } from './dmatrix';
import { type BestRound, EarlyStopping } from './early-stopping';
import { type TrainingRows, trainingMatrices } from './training-matrices';

/** What to train, on the rows of this host. */
export interface TrainingOrder extends TrainingRows {
  readonly parameters: readonly Parameter[];
  readonly rounds: number;
  /** Needs validation rows. */
  readonly earlyStoppingRounds?: number;
}

export interface TrainedModel {
  readonly booster: Booster;
  /** Rounds that the model holds. */
  readonly rounds: number;
  /** Set if early stopping was asked for. */
  readonly best?: BestRound;
  /** Metrics of the model's last round. */
  readonly metrics: RoundMetrics;
  /** True if a stop was asked for before all rounds were done. */
  readonly isStopped: boolean;
}

export interface TrainingHooks {
  /** Asked before each round; if one host says yes, all hosts stop at the same round. */
  readonly isStopRequested: () => boolean;
  readonly onRound: (round: number, metrics: RoundMetrics) => void;
}

/** Trains with all hosts of the collective, in the thread that joined it. The caller closes the booster. */
export function trainRounds(order: TrainingOrder, collective: Collective, hooks: TrainingHooks): TrainedModel {
  const matrices = trainingMatrices(order);
  const booster = Booster.forTraining(Object.values(matrices), order.parameters);
  try {
    return keepBestRounds(booster, runRounds(booster, matrices, order, collective, hooks));
  } catch (error) {
    booster.close();
    throw error;
  } finally {
    for (const matrix of Object.values(matrices)) matrix.close();
  }
}

interface Rounds {
  readonly history: readonly RoundMetrics[];
  readonly best?: BestRound;
  readonly isStopped: boolean;
}

function runRounds(
  booster: Booster,
  matrices: Readonly<Record<string, Matrix>>,
  order: TrainingOrder,
  collective: Collective,
  hooks: TrainingHooks,
): Rounds {
  const stopping = order.earlyStoppingRounds === undefined ? undefined : new EarlyStopping(order.earlyStoppingRounds);
  const history: RoundMetrics[] = [];
  for (let round = 0; round < order.rounds; round += 1) {
    const [isStopRequested] = collective.maximum([hooks.isStopRequested() ? 1 : 0]);
    if (isStopRequested === 1) return { history, best: stopping?.best, isStopped: true };
    booster.update(round, matrices.train);
    const metrics = booster.evaluate(round, matrices);
    history.push(metrics);
    hooks.onRound(round, metrics);
    if (stopping?.observe(round, metrics) === true) break;
  }
  return { history, best: stopping?.best, isStopped: false };
}

/** AWS's own image predicts with every tree of a file, so the rounds after the best one must not be in it. */
function keepBestRounds(booster: Booster, { history, best, isStopped }: Rounds): TrainedModel {
  const rounds = best === undefined ? history.length : best.round + 1;
  const metrics = history[rounds - 1] ?? {};
  if (best === undefined || rounds === history.length) return { booster, rounds, best, metrics, isStopped };
  const kept = booster.slice(rounds);
  booster.close();
  return { booster: kept, rounds, best, metrics, isStopped };
}
