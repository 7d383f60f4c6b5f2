import type { Snowflake } from '../../snowflake/snowflake';
import type { Hyperparameters } from '../../training-contract/index';
import type { JobEncryption } from '../encryption';
import type { TrainingImage } from '../image/training-image';
import type { Network } from '../network';
import type { ResourceTags } from '../resource-tags';
import type { JobChannels } from './channels';
import type { JobResilience } from './resilience';

/** What a training job needs to know. */
export interface TrainingJobOptions extends JobResilience {
  /** What `buildTrainingImage` returned, or the URI of an image in ECR. */
  readonly image: TrainingImage | string;
  /** Folder of the training script, relative to the notebook's folder. @default '.' */
  readonly sourceDir?: string;
  /** The training script in that folder, for example `train.ts`. @default the image's own script */
  readonly entryPoint?: string;
  /** The Snowflake table to learn from: a name, `SCHEMA.NAME` or `DATABASE.SCHEMA.NAME`. */
  readonly table?: string;
  /** A SELECT in place of a table. It should give the same rows each time: the job asks it again for the texts of columns. */
  readonly query?: string;
  /** The column to predict: numbers, or the names of classes where the objective is `multi:…` or `binary:…`. */
  readonly target: string;
  /** The columns to learn from; columns of texts become categories. @default every column but target and weight */
  readonly features?: readonly string[];
  /** The column that says how much each row counts. @default every row counts the same */
  readonly weight?: string;
  /** The table whose rows measure the error, with columns of the same names. @default a part of the rows, as the script says */
  readonly validationTable?: string;
  /**
   * Measure the error by as many models, each on another part of the rows, and then train the job's model on all rows with
   * the mean of their best rounds. For the image's own script; in place of a validation table and `holdout`. @default none
   */
  readonly folds?: number;
  /**
   * Further files from S3 for a script of your own, which finds them in the folders that `channels` names:
   * `{ prices: 's3://bucket/prices/' }`, or `{ prices: { uri: 's3://bucket/prices/', contentType: 'text/csv' } }`.
   * Every host gets all of them. The rows of the table come from Snowflake all the same. @default none
   */
  readonly channels?: JobChannels;
  readonly instances: TrainingInstances;
  /**
   * The connection for checking columns and values before the job starts: one aggregate query on its warehouse. `false`
   * leaves that query out. In any case a login as the job's asks, at no cost, whether the job has a warehouse and may read
   * the table; with `false` the job starts even if this notebook cannot log in. @default a connection of its own
   */
  readonly snowflake?: Snowflake | false;
  /**
   * XGBoost's hyperparameters under XGBoost's names, and those that the script declares. The image's own script declares
   * `holdout` (part of the rows to measure the error on, 0.25) and `holdout_seed` (42).
   */
  readonly hyperparameters?: JobHyperparameters;
  /** Becomes part of the job's name; letters, digits and single hyphens. */
  readonly name?: string;
  /**
   * Further environment variables of the container. The job's description shows them, so give no secrets. `SF_ROLE`,
   * `SF_WAREHOUSE`, `SF_DATABASE`, `SF_SCHEMA`, `SF_ACCOUNT`, `SF_ACCESS_URL`,
   * `SECRET_ID` and `SF_AUTHENTICATOR` replace the notebook's.
   */
  readonly environment?: Readonly<Record<string, string>>;
  /** The job is stopped after this many seconds. @default 3600 */
  readonly maxRunSeconds?: number;
  /** ARN of the role that the job runs as. @default SAGEMAKER_ROLE_ARN, or the notebook instance's role */
  readonly role?: string;
  /** Your own VPC for the hosts, which must reach Snowflake and AWS from there. @default SageMaker's own network */
  readonly network?: Network;
  /** Your own KMS keys. */
  readonly encryption?: JobEncryption;
  /** Tags for the job, besides this project's. A model that is deployed from it gets them too. */
  readonly tags?: ResourceTags;
}

/**
 * Hyperparameters as cells write them: XGBoost's, and any that the training script declares. Their values are checked when the job starts: an object that was made in an
 * earlier cell has the type `objective: string`, which no longer says which of the allowed texts it is.
 */
export type JobHyperparameters = {
  readonly [Name in keyof Hyperparameters]?: Hyperparameters[Name] | WidenedValue;
} & { readonly [name: string]: WidenedValue | undefined };

/** Any value of the right kind; written so that editors still offer the known texts. */
type WidenedValue = (string & {}) | number | boolean | readonly (string | number)[];

export interface TrainingInstances {
  /** SageMaker's name of the machine, for example `ml.m5.large`. */
  readonly type: string;
  /** How many hosts share the rows. */
  readonly count: number;
  /** Disk of each host in GB. @default 30 */
  readonly volumeGb?: number;
  /** What one host costs in an hour in US dollars; with it the job card shows the cost. */
  readonly pricePerHour?: number;
}

export const DEFAULT_MAX_RUN_SECONDS = 3600;
export const DEFAULT_VOLUME_GB = 30;
