import type { RoundMetrics, TrainingEnd } from 'kernel-helpers/training-contract/index';

/** A trained model; `saveModel` writes it. It is the same on every host. */
export interface Model {
  /** Rounds that the model holds. */
  readonly rounds: number;
  /** Metrics of the last round: data (`train`, `validation`) → metric (`rmse`) → value. */
  readonly metrics: RoundMetrics;
  /** Every round that was run here, those after the best one too; not those before the checkpoint that it began with. */
  readonly history: readonly { readonly round: number; readonly metrics: RoundMetrics }[];
  /** Rounds that the training ran, those after the best one too. */
  readonly roundsRun: number;
  /** `all-rounds`, `early-stopping`, or `stop` where the job was asked to stop. */
  readonly endedBy: TrainingEnd;
  /** The round that early stopping chose, counted from 0. */
  readonly bestRound?: number;
  readonly features: readonly string[];
  readonly target: string;
  /** The texts of each feature that holds texts. */
  readonly categories?: Readonly<Record<string, readonly string[]>>;
  /** The names of the target's classes, where it holds texts. */
  readonly classes?: readonly string[];
  /** Rows of the table, on all hosts together. */
  readonly tableRows: number;
}
