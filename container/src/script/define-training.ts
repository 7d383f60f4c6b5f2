import type { Hyperparameters } from 'kernel-helpers/training-contract/index';
import type { Model } from '../training/model';
import type { Share, ShareOptions } from '../training/share';

/** What a training script works with. */
export interface Training {
  /** Reads this host's exact part of the table; every row belongs to one host. */
  readonly share: (options?: ShareOptions) => Promise<Share>;
  /** The job's hyperparameters, checked and with their types. */
  readonly hyperparameters: Hyperparameters;
  /** Trains one model on the rows of all hosts with XGBoost's own distributed training. */
  readonly train: (share: Share, hyperparameters: Hyperparameters) => Promise<Model>;
  /** Writes the model file, once for all hosts. */
  readonly saveModel: (model: Model) => Promise<void>;
  readonly host: Host;
  /** Writes a line into the job's log. */
  readonly log: (text: string) => void;
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

export type TrainingStory = (training: Training) => Promise<void>;

/** A training script, ready to be run by the container. */
export interface TrainingScript {
  readonly run: TrainingStory;
}

/**
 * Defines a training script: `export default defineTraining(async ({ share, train, … }) => { … })`.
 * The story runs on every host of the job at the same time.
 */
export function defineTraining(story: TrainingStory): TrainingScript {
  return { run: story };
}
