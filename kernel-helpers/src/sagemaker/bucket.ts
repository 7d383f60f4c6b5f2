import { type AwsAccount, describeAccount } from '../aws/account';
import { AwsFailure } from '../aws/aws-failure';
import { awsErrorCode, callAws } from '../aws/call-aws';
import { awsClients } from '../aws/clients';
import { roleText } from '../aws/denied-advice';
import { awsSdk } from '../aws/load-sdk';
import { UserError } from '../errors';
import { BUCKET_VARIABLE, readSettings } from '../settings';
import { defaultBucketOf } from '../story-names';

/** The bucket that holds training scripts and models. */
export interface Bucket {
  readonly name: string;
  /** True if `SAGEMAKER_BUCKET` names it: then somebody else makes it. */
  readonly isChosen: boolean;
}

/** `elsewhere`: in another region; SageMaker takes buckets of its own region only. */
export type BucketState = 'ours' | 'foreign' | 'missing' | 'elsewhere';

/** The bucket that `SAGEMAKER_BUCKET` names, or else the one that SageMaker's SDKs use: `sagemaker-<region>-<account>`. */
export function bucketOf(account: Pick<AwsAccount, 'region' | 'accountId'>): Bucket {
  const { bucket } = readSettings();
  return bucket === undefined ? { name: defaultBucketOf(account), isChosen: false } : { name: bucket, isChosen: true };
}

/**
 * Name of the bucket for scripts and models. The default one is made if it is missing; one that `SAGEMAKER_BUCKET`
 * names never is. Bucket names are global, so a bucket of another account is refused: nothing may be uploaded to
 * strangers.
 */
export async function usableBucket(signal?: AbortSignal): Promise<string> {
  const account = await describeAccount(signal);
  const bucket = bucketOf(account);
  const state = await lookAtBucket(bucket, account, signal);
  if (state === 'missing' && !bucket.isChosen) await createBucket(bucket.name, account.region, signal);
  const problem = bucketProblem(bucket, state);
  if (problem !== undefined) throw new UserError(`${problem.what} ${problem.fix}`, { reason: problem.reason });
  return bucket.name;
}

/** Why the bucket cannot be used, and what to do; undefined if it can, or if the first job makes it. */
export function bucketProblem(
  { isChosen }: Bucket,
  state: BucketState,
): { readonly what: string; readonly fix: string; readonly reason: 'not-authorised' | 'bad-settings' } | undefined {
  const subject = isChosen
    ? `The bucket that ${BUCKET_VARIABLE} names`
    : 'The default bucket of this account and region';
  switch (state) {
    case 'ours':
      return undefined;
    case 'missing':
      if (!isChosen) return undefined;
      return {
        what: `${subject} does not exist.`,
        fix: `Make it, or correct the name, or unset ${BUCKET_VARIABLE}: then the default bucket is used.`,
        reason: 'bad-settings',
      };
    case 'elsewhere':
      return {
        what: `${subject} is in another region.`,
        fix: `SageMaker needs one in the region of its jobs: name such a bucket in ${BUCKET_VARIABLE}.`,
        reason: 'bad-settings',
      };
    case 'foreign':
      return {
        what: `${subject} cannot be used: either it belongs to another AWS account, or ${roleText()} lacks permission s3:ListBucket on it.`,
        fix: `Allow it; if the bucket belongs to another account, name one of yours in ${BUCKET_VARIABLE}.`,
        reason: 'not-authorised',
      };
  }
}

/** Whether the bucket is there, and ours, and in the region. */
export async function lookAtBucket(
  { name }: Bucket,
  { accountId, region }: Pick<AwsAccount, 'region' | 'accountId'>,
  signal?: AbortSignal,
): Promise<BucketState> {
  const { HeadBucketCommand } = awsSdk.s3();
  const command = new HeadBucketCommand({ Bucket: name, ExpectedBucketOwner: accountId });
  return callAws('look at the bucket', async () => {
    try {
      const { BucketRegion: home = region } = await awsClients.s3().send(command, { abortSignal: signal });
      return home === region ? 'ours' : 'elsewhere';
    } catch (error) {
      const code = awsErrorCode(error);
      if (code === 'NotFound' || code === 'NoSuchBucket') return 'missing';
      if (code === 'Forbidden' || statusOf(error) === 403) return 'foreign';
      // The answer of another region's bucket (S3 user guide, "Making requests to buckets", redirection).
      if (statusOf(error) === 301) return 'elsewhere';
      throw error;
    }
  });
}

async function createBucket(bucket: string, region: string, signal?: AbortSignal): Promise<void> {
  const { CreateBucketCommand } = awsSdk.s3();
  // S3 refuses the name of its first region as a location (API reference, CreateBucket).
  const isFirstRegion = region === 'us-east-1';
  const command = new CreateBucketCommand({
    Bucket: bucket,
    ...(isFirstRegion ? {} : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } }),
  });
  await callAws('make the default bucket', async () => {
    try {
      await awsClients.s3().send(command, { abortSignal: signal });
    } catch (error) {
      // Another notebook of the same account may have made it a moment before.
      if (awsErrorCode(error) !== 'BucketAlreadyOwnedByYou') throw error;
    }
  });
}

function statusOf(error: unknown): unknown {
  return error instanceof AwsFailure ? error.status : undefined;
}
