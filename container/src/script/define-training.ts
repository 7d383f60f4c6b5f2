import {
  type DeclaredHyperparameters,
  type DeclaredValues,
  type Hyperparameters,
  parseDeclaredHyperparameters,
} from 'kernel-helpers/training-contract/index';
import type { Channel } from '../channels';
import type { Model } from '../training/model';
import type { Share, ShareFunction, StreamedShare } from '../training/share';

/** What a training script works with. */
export interface Training {
  /** Reads this host's exact part of the table; every row belongs to one host. */
  readonly share: ShareFunction;
  /** The job's hyperparameters for XGBoost, checked and with their types. */
  readonly hyperparameters: Hyperparameters;
  /** The values of the hyperparameters that this script declares, checked and with their types. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Trains one model on the rows of all hosts with XGBoost's own distributed training. */
  readonly train: (
    share: Share | StreamedShare,
    hyperparameters: Hyperparameters,
    options?: TrainOptions,
  ) => Promise<Model>;
  /** Writes the model file, once for all hosts. What else is given goes into `metrics.json`. */
  readonly saveModel: (model: Model, more?: Readonly<Record<string, unknown>>) => Promise<void>;
  readonly host: Host;
  /** Which rows the job learns from. */
  readonly data: TrainingData;
  /** The job's folders with files from S3, as its option `channels` names them. @default none */
  readonly channels: readonly Channel[];
  /** Writes a line into the job's log. */
  readonly log: (text: string) => void;
}

export interface TrainOptions {
  /**
   * Names the training in its lines of the log: `fold 1 of 5, round 3: …` in place of `[3] …`. SageMaker's metrics are then
   * those of trainings without a name.
   */
  readonly name?: string;
}

export interface TrainingData {
  /** As the job names it, or its query in parentheses. */
  readonly table: string;
  readonly target: string;
  /** `share()` measures the error on its rows. */
  readonly validationTable?: string;
}

/** One host of a job. */
export interface Host {
  readonly name: string;
  /** Its place in the sorted list of hosts, from 0. */
  readonly index: number;
  /** How many hosts the job has. */
  readonly count: number;
  /** True on the first host, which runs the query and saves the model. */
  readonly isLeader: boolean;
}

/** What a training script works with that declares hyperparameters. */
export interface DeclaringTraining<Settings extends Training['settings']> extends Training {
  readonly settings: Settings;
}

export type TrainingStory<Given extends Training = Training> = (training: Given) => Promise<void>;

/** A training script, ready to be run by the container. */
export interface TrainingScript {
  /** What the script declares. */
  readonly hyperparameters: DeclaredHyperparameters;
  readonly run: TrainingStory;
}

/**
 * Defines a training script: `export default defineTraining(async ({ share, train, … }) => { … })`.
 * The story runs on every host of the job at the same time.
 *
 * A script may declare hyperparameters of its own: `defineTraining({ hyperparameters: { part: number({ from: 0, to: 1,
 * default: 0.2 }) } }, async ({ settings, … }) => { … settings.part … })`. They are checked before the job starts.
 * @throws UserError where a declared hyperparameter has a name of XGBoost's, or a default that its own rule refuses.
 */
export function defineTraining(story: TrainingStory): TrainingScript;
export function defineTraining<const Declared extends DeclaredHyperparameters>(
  declaration: { readonly hyperparameters: Declared },
  story: TrainingStory<DeclaringTraining<DeclaredValues<Declared>>>,
): TrainingScript;
export function defineTraining(
  first: TrainingStory | { readonly hyperparameters: DeclaredHyperparameters },
  second?: TrainingStory<never>,
): TrainingScript {
  if (typeof first === 'function') return { hyperparameters: {}, run: first };
  const hyperparameters = parseDeclaredHyperparameters(first.hyperparameters);
  // The values are those of this declaration, because the container reads them by it.
  return { hyperparameters, run: second as TrainingStory };
}
