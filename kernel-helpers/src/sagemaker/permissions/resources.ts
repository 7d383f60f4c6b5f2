import { defaultBucketOf, NAME_PREFIX, REPOSITORY_NAME } from '../../story-names';

/** Where the resources of a policy are. For a CloudFormation template these are references, such as `${AWS::Region}`. */
export interface PolicyPlaces {
  /** @default 'aws' */
  readonly partition?: string;
  readonly region: string;
  readonly accountId: string;
  /** The bucket of `SAGEMAKER_BUCKET`. @default SageMaker's default bucket, which the notebook makes */
  readonly bucket?: string;
  /** Name or ARN of the secret with Snowflake's credentials. */
  readonly secretId: string;
  /** ARN of the role that jobs and endpoints run as. */
  readonly jobRoleArn: string;
  /** ARN of the notebook's own role, if it may look at itself. */
  readonly notebookRoleArn?: string;
  /** ARN of the KMS key that the secret or the bucket is encrypted with, if it is not AWS's own key. */
  readonly kmsKeyArn?: string;
  /** ARN of the ECR repository with a copy of the base image, if the image is built from one. */
  readonly baseRepositoryArn?: string;
  /** Whether jobs or endpoints run in a VPC of the account. @default false */
  readonly hasNetwork?: boolean;
}

interface Resource {
  /** How the page calls it. */
  readonly title: string;
  /** Undefined if the account has no such thing: nothing needs to be allowed then. */
  readonly arn: (places: KnownPlaces) => string | undefined;
}

type KnownPlaces = PolicyPlaces & { readonly partition: string };

/**
 * What an action may be limited to, as patterns of ARNs. Their forms are those of the Service Authorization Reference
 * (docs.aws.amazon.com/service-authorization, "Resource types defined by …").
 */
export const RESOURCES = {
  anything: { title: '`*`', arn: () => '*' },
  secret: { title: 'the secret', arn: secretArn },
  repository: {
    title: `the ECR repository \`${REPOSITORY_NAME}\``,
    arn: ({ partition, region, accountId }) =>
      `arn:${partition}:ecr:${region}:${accountId}:repository/${REPOSITORY_NAME}`,
  },
  baseRepository: {
    title: 'the ECR repository of the base image',
    arn: ({ baseRepositoryArn }) => baseRepositoryArn,
  },
  bucket: { title: 'the bucket: `SAGEMAKER_BUCKET`, else `sagemaker-<region>-<account>`', arn: bucketArn },
  defaultBucket: {
    title: 'the bucket `sagemaker-<region>-<account>`, unless `SAGEMAKER_BUCKET` is set',
    // Nobody makes a bucket that a setting names.
    arn: (places) => (places.bucket === undefined ? bucketArn(places) : undefined),
  },
  objects: { title: 'objects of the bucket', arn: (places) => `${bucketArn(places)}/*` },
  trainingJobs: sageMaker('training-job', 'training jobs'),
  models: sageMaker('model', 'models'),
  endpointConfigs: sageMaker('endpoint-config', 'endpoint configurations'),
  endpoints: sageMaker('endpoint', 'endpoints'),
  notebookInstances: {
    title: 'the notebook instance',
    arn: ({ partition, region, accountId }) => `arn:${partition}:sagemaker:${region}:${accountId}:notebook-instance/*`,
  },
  key: { title: 'the KMS key', arn: ({ kmsKeyArn }) => kmsKeyArn },
  // "Don't scope in the policy with any conditions or resource filters" (developer guide, execution roles).
  networkInterfaces: { title: '`*`', arn: ({ hasNetwork }) => (hasNetwork === true ? '*' : undefined) },
  tuningJobs: sageMaker('hyper-parameter-tuning-job', 'tuning jobs'),
  transformJobs: sageMaker('transform-job', 'transform jobs'),
  jobRole: { title: 'the role of jobs', arn: ({ jobRoleArn }) => jobRoleArn },
  notebookRole: { title: "the notebook's own role", arn: ({ notebookRoleArn }) => notebookRoleArn },
  logs: {
    title: 'the log groups `/aws/sagemaker/*`',
    // Fits groups and streams: CloudWatch Logs writes `:log-stream:` behind a group when it decides.
    arn: ({ partition, region, accountId }) =>
      `arn:${partition}:logs:${region}:${accountId}:log-group:/aws/sagemaker/*`,
  },
} as const satisfies Readonly<Record<string, Resource>>;

export type ResourceName = keyof typeof RESOURCES;

function sageMaker(type: string, title: string): Resource {
  return {
    title: `${title} \`${NAME_PREFIX}-*\``,
    arn: ({ partition, region, accountId }) =>
      `arn:${partition}:sagemaker:${region}:${accountId}:${type}/${NAME_PREFIX}-*`,
  };
}

function bucketArn(places: KnownPlaces): string {
  return `arn:${places.partition}:s3:::${places.bucket ?? defaultBucketOf(places)}`;
}

/** Secrets Manager adds `-` and six characters to a secret's name (API reference, CreateSecret, Name). */
function secretArn({ partition, region, accountId, secretId }: KnownPlaces): string {
  if (secretId.startsWith('arn:')) return secretId;
  return `arn:${partition}:secretsmanager:${region}:${accountId}:secret:${secretId}-??????`;
}
