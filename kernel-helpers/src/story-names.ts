/**
 * Names that the example fixes. The notebooks, the local account, the CloudFormation template, the permissions and the
 * pages use the same ones, so they are written here once; a test compares what cannot import this file.
 */

/** The notebook instance that the template makes, unless its parameter says another name. */
export const NOTEBOOK_INSTANCE_NAME = 'aws-aiml-blogpost-sagemaker-snowflake-example';

/** The role that notebooks run as: the notebook instance's, also on the local account. */
export const NOTEBOOK_ROLE_NAME = 'SageMakerSnowFlakeExample';

/** The role that training jobs and endpoints run as, also on the local account. */
export const JOB_ROLE_NAME = `${NOTEBOOK_ROLE_NAME}Training`;

/** The secret with Snowflake's credentials, unless `SECRET_ID` names another one. */
export const SECRET_NAME = 'snowflake_credentials';

/** Snowflake's objects that the notebooks work in. */
export const SNOWFLAKE_NAMES = { warehouse: 'HOUSING_WH', database: 'HOUSING', schema: 'HOUSING_SCHEMA' } as const;

/** Names of this project's jobs, models and endpoints begin with it, so permissions can be limited to it. */
export const NAME_PREFIX = 'snowflake-xgboost';

/**
 * The ECR repository of the training image. The policy AmazonSageMakerFullAccess, which the console's wizard gives to a
 * role, allows pushes only to repositories with `sagemaker` in their name (statement AllowECRActions).
 */
export const REPOSITORY_NAME = `sagemaker-${NAME_PREFIX}`;

/** The tag by which `cleanUp` tells this project's resources from others with a similar name. */
export const PROJECT_TAG = { Key: 'created-by', Value: 'snowflake-sagemaker-notebooks' } as const;

/** Name of the bucket that SageMaker's SDKs use by default. */
export function defaultBucketOf({
  region,
  accountId,
}: {
  readonly region: string;
  readonly accountId: string;
}): string {
  return `sagemaker-${region}-${accountId}`;
}
