/** Environment variables that a training job's container reads. Names of the original example are kept. */
export const TRAINING_ENVIRONMENT = {
  secretId: 'SECRET_ID',
  /** `WORKLOAD_IDENTITY`: log in to Snowflake as the AWS role itself, without a secret. */
  authenticator: 'SF_AUTHENTICATOR',
  account: 'SF_ACCOUNT',
  /** Snowflake's URL when it is not `https://<account>.snowflakecomputing.com`: the local account. */
  accessUrl: 'SF_ACCESS_URL',
  warehouse: 'SF_WAREHOUSE',
  database: 'SF_DATABASE',
  schema: 'SF_SCHEMA',
  role: 'SF_ROLE',
  /** Whether the driver asks if a certificate was revoked: `off`, `fail-open` or `fail-closed`. */
  ocsp: 'SF_OCSP',
  table: 'SF_TABLE',
  /** The column to predict; every other column of the table is a feature. */
  target: 'TARGET_COLUMN',
  region: 'AWS_REGION',
  jobName: 'TRAINING_JOB_NAME',
  jobArn: 'TRAINING_JOB_ARN',
  /** What the hosts do that are left when one is lost: `fail` or `continue`. */
  onHostLoss: 'ON_HOST_LOSS',
  /** How many rounds lie between two checkpoints. */
  checkpointRounds: 'CHECKPOINT_ROUNDS',
  /** The job fails when nothing moves on a host for so many seconds. */
  watchdogSeconds: 'WATCHDOG_SECONDS',
} as const;

/** Other spellings that users bring from AWS's JumpStart models. */
export const TRAINING_ENVIRONMENT_ALIASES: Readonly<Record<string, string>> = {
  SF_ACCOUNT_ID: TRAINING_ENVIRONMENT.account,
  SF_SECRET_ID: TRAINING_ENVIRONMENT.secretId,
  SF_TRAINING_TABLE: TRAINING_ENVIRONMENT.table,
};

/**
 * Variables that say where a job was started, for those who look at it later. No program reads them. SageMaker shows
 * them to whoever may describe the job.
 */
export const LAUNCH_ENVIRONMENT = {
  /** The notebook's file name, without its folder. */
  notebook: 'LAUNCHED_FROM_NOTEBOOK',
  /** The id of the cell in that file. */
  cell: 'LAUNCHED_FROM_CELL',
  /** The training script, relative to the notebook's folder; only where it lies in that folder. */
  script: 'LAUNCHED_FROM_SCRIPT',
} as const;

/** Set only where hosts are processes of one machine, as on the local account. SageMaker sets none of them. */
export const LOCAL_HOST_ENVIRONMENT = {
  /** The folder that stands for `/opt/ml`. */
  baseDirectory: 'SAGEMAKER_BASE_DIR',
  /** JSON object: host name → address, in place of SageMaker's DNS. */
  hostAddresses: 'SAGEMAKER_HOST_ADDRESSES',
  /** Port on the first host where the other hosts find it, so that two jobs can run side by side. */
  trackerPort: 'XGBOOST_TRACKER_PORT',
  /** Path of libxgboost.so; in the image it has one fixed place. */
  xgboostLibrary: 'XGBOOST_LIBRARY',
  /** Port that `serve` listens on, as SageMaker's multi-container endpoints name it. */
  servePort: 'SAGEMAKER_BIND_TO_PORT',
} as const;

/** Environment variables that an endpoint's container reads. */
export const SERVING_ENVIRONMENT = {
  /** How many processes answer, in the word of AWS's own images. @default one for each processor, as far as they fit into memory */
  processes: 'SAGEMAKER_MODEL_SERVER_WORKERS',
} as const;

/**
 * Set only where the local account runs images in containers: the URL of its registry, which speaks Docker's Registry
 * HTTP API V2 and takes the same login as ECR. Repositories have ECR's names; ECR's host does not answer there.
 */
export const LOCAL_REGISTRY_ENVIRONMENT = 'LOCAL_SAGEMAKER_REGISTRY';

/** The port that AWS's own XGBoost images use for the tracker (sagemaker-xgboost-container, `distributed.py`). */
export const DEFAULT_TRACKER_PORT = 9099;

/** Hyperparameters by which a job names its training script, as AWS's training toolkit spells them. */
export const SCRIPT_HYPERPARAMETERS = {
  /** File name inside the source archive, for example `train.js`. */
  program: 'sagemaker_program',
  /** `s3://…/sourcedir.tar.gz`. */
  submitDirectory: 'sagemaker_submit_directory',
} as const;
