import type { RoundMetrics, TrainingEnd } from 'kernel-helpers/training-contract/index';
import { Booster, type Parameter } from './booster';
import type { Collective } from './collective';
import type { Matrix } from './dmatrix';
import { type BestRound, EarlyStopping } from './early-stopping';
import { type TrainingRows, trainingMatrices } from './training-matrices';

/** The attribute of a model file that says where its training stands. A finished model has none. */
export const CHECKPOINT_ATTRIBUTE = 'checkpoint';

/** What to train, on the rows of this host. */
export interface TrainingOrder extends TrainingRows {
  readonly parameters: readonly Parameter[];
  readonly rounds: number;
  /** Names the training in its lines of the log. */
  readonly name?: string;
  /** Needs validation rows. */
  readonly earlyStoppingRounds?: number;
  /** Without it, no checkpoints are made. */
  readonly checkpoints?: CheckpointOrder;
  /** Where an earlier training of the same kind ended. */
  readonly resume?: ResumePoint;
}

export interface CheckpointOrder {
  /** Which call of `train` in the script this is, counted from 1. */
  readonly call: number;
  readonly everyRounds: number;
  /** What another training must have in common to go on from here. */
  readonly belongsTo: Readonly<Record<string, unknown>>;
}

export interface ResumePoint {
  /** The model in UBJSON. */
  readonly bytes: Uint8Array;
  readonly rounds: number;
  readonly metrics: RoundMetrics;
  readonly best?: BestRound;
}

/** A round, counted from 0, and what was measured after it. */
export interface MeasuredRound {
  readonly round: number;
  readonly metrics: RoundMetrics;
}

export interface TrainedModel {
  readonly booster: Booster;
  /** Rounds that the model holds. */
  readonly rounds: number;
  /** Set if early stopping was asked for. */
  readonly best?: BestRound;
  /** Metrics of the model's last round. */
  readonly metrics: RoundMetrics;
  /** Every round that was run here, those after the best one too; not those before the checkpoint that it began with. */
  readonly history: readonly MeasuredRound[];
  /** Rounds that were run, those after the best one and those before the checkpoint too. */
  readonly roundsRun: number;
  readonly endedBy: TrainingEnd;
}

export interface TrainingHooks {
  /** Asked before each round; if one host says yes, all hosts stop at the same round. */
  readonly isStopRequested: () => boolean;
  readonly onRound: (round: number, metrics: RoundMetrics) => void;
  readonly onCheckpoint?: (rounds: number, bytes: Uint8Array) => void;
}

/** Trains with all hosts of the collective, in the thread that joined it. The caller closes the booster. */
export function trainRounds(order: TrainingOrder, collective: Collective, hooks: TrainingHooks): TrainedModel {
  const matrices = trainingMatrices(order);
  const booster = Booster.forTraining(Object.values(matrices), order.parameters, order.resume?.bytes);
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
  /** Rounds that the booster holds. */
  readonly count: number;
  /** Metrics of the last of them. */
  readonly metrics: RoundMetrics;
  readonly history: readonly MeasuredRound[];
  readonly best?: BestRound;
  readonly endedBy: TrainingEnd;
}

function runRounds(
  booster: Booster,
  matrices: Readonly<Record<string, Matrix>>,
  order: TrainingOrder,
  collective: Collective,
  hooks: TrainingHooks,
): Rounds {
  const { rounds, earlyStoppingRounds, checkpoints, resume } = order;
  const stopping = earlyStoppingRounds === undefined ? undefined : new EarlyStopping(earlyStoppingRounds, resume?.best);
  let count = resume?.rounds ?? 0;
  let metrics = resume?.metrics ?? {};
  const history: MeasuredRound[] = [];
  let endedBy: TrainingEnd = 'all-rounds';
  let savedAt = count;
  const save = (): void => {
    if (checkpoints === undefined || savedAt === count) return;
    savedAt = count;
    hooks.onCheckpoint?.(count, checkpointOf(booster, checkpoints, { rounds: count, metrics, best: stopping?.best }));
  };
  while (count < rounds) {
    if (stopping?.isOverAfter(count - 1) === true) {
      endedBy = 'early-stopping';
      break;
    }
    const [isStopRequested] = collective.maximum([hooks.isStopRequested() ? 1 : 0]);
    if (isStopRequested === 1) {
      endedBy = 'stop';
      break;
    }
    booster.update(count, matrices.train);
    metrics = booster.evaluate(count, matrices);
    history.push({ round: count, metrics });
    hooks.onRound(count, metrics);
    stopping?.observe(count, metrics);
    count += 1;
    if (checkpoints !== undefined && count % checkpoints.everyRounds === 0) save();
  }
  // A story that runs again does not train anew what was done.
  save();
  return { count, metrics, history, best: stopping?.best, endedBy };
}

/** The model so far. The attribute with its facts is taken away again, because the finished model must not have it. */
function checkpointOf(booster: Booster, { belongsTo }: CheckpointOrder, facts: Omit<ResumePoint, 'bytes'>): Uint8Array {
  booster.setAttribute(CHECKPOINT_ATTRIBUTE, JSON.stringify({ ...facts, belongsTo }));
  const bytes = booster.save();
  booster.setAttribute(CHECKPOINT_ATTRIBUTE, null);
  return bytes;
}

/** AWS's own image predicts with every tree of a file, so the rounds after the best one must not be in it. */
function keepBestRounds(booster: Booster, { count, best, metrics, history, endedBy }: Rounds): TrainedModel {
  booster.setAttribute(CHECKPOINT_ATTRIBUTE, null);
  const told = { best, history, roundsRun: count, endedBy };
  if (best === undefined || best.round + 1 === count) return { booster, rounds: count, metrics, ...told };
  const rounds = best.round + 1;
  const kept = booster.slice(rounds);
  booster.close();
  return { booster: kept, rounds, metrics: best.metrics, ...told };
}
