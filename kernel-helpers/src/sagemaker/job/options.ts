import type { Snowflake } from '../../snowflake/snowflake';
import type { Hyperparameters } from '../../training-contract/index';
import type { TrainingImage } from '../image/training-image';

/** What a training job needs to know. */
export interface TrainingJobOptions {
  /** What `buildTrainingImage` returned, or the URI of an image in ECR. */
  readonly image: TrainingImage | string;
  /** Folder of the training script, relative to the notebook's folder. */
  readonly sourceDir: string;
  /** The training script in that folder, for example `train.ts`. */
  readonly entryPoint: string;
  /** The Snowflake table to learn from: a name, `SCHEMA.NAME` or `DATABASE.SCHEMA.NAME`. */
  readonly table: string;
  /** The column to predict; every other column is a feature. */
  readonly target: string;
  readonly instances: TrainingInstances;
  /** An open connection: with it, table and target are looked up before the job starts. Otherwise the job finds out. */
  readonly snowflake?: Snowflake;
  /** XGBoost's hyperparameters under XGBoost's names. */
  readonly hyperparameters?: Hyperparameters;
  /** Becomes part of the job's name; letters, digits and single hyphens. */
  readonly name?: string;
  /** Further environment variables of the container. They can be read in the job's description: no secrets. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The job is stopped after so many seconds. @default 3600 */
  readonly maxRunSeconds?: number;
  /** ARN of the role that the job runs as. @default SAGEMAKER_ROLE_ARN, or the notebook instance's role */
  readonly role?: string;
}

export interface TrainingInstances {
  /** SageMaker's name of the machine, for example `ml.m5.2xlarge`. */
  readonly type: string;
  /** How many hosts share the rows. */
  readonly count: number;
  /** Disk of each host in GB. @default 30 */
  readonly volumeGb?: number;
  /** What one host costs in an hour in US dollars; with it the job card tells the cost. */
  readonly pricePerHour?: number;
}

export const DEFAULT_MAX_RUN_SECONDS = 3600;
export const DEFAULT_VOLUME_GB = 30;
