import { describeAccount } from '../aws/account';
import { AwsFailure } from '../aws/aws-failure';
import { awsErrorCode, callAws } from '../aws/call-aws';
import { awsClients } from '../aws/clients';
import { roleText } from '../aws/denied-advice';
import { awsSdk } from '../aws/load-sdk';
import { UserError } from '../errors';
import { defaultBucketOf } from './names';

/** Name of the bucket that SageMaker's SDKs use by default: `sagemaker-<region>-<account>`. */
export async function defaultBucketName(signal?: AbortSignal): Promise<string> {
  return defaultBucketOf(await describeAccount(signal));
}

/**
 * Name of the default bucket, which is made if it is missing.
 * Bucket names are global, so a bucket of another account is refused: nothing may be uploaded to strangers.
 */
export async function ensureDefaultBucket(signal?: AbortSignal): Promise<string> {
  const account = await describeAccount(signal);
  const { accountId, region } = account;
  const bucket = defaultBucketOf(account);
  const state = await lookAtBucket(bucket, accountId, signal);
  if (state === 'foreign') {
    throw new UserError(
      `The default bucket of this account and region cannot be used: either it belongs to another AWS account, or ${roleText()} lacks permission s3:ListBucket on it.`,
      { reason: 'not-authorised' },
    );
  }
  if (state === 'missing') await createBucket(bucket, region, signal);
  return bucket;
}

/** Whether the default bucket is there and ours. */
export async function lookAtBucket(
  bucket: string,
  accountId: string,
  signal?: AbortSignal,
): Promise<'ours' | 'foreign' | 'missing'> {
  const { HeadBucketCommand } = awsSdk.s3();
  const command = new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: accountId });
  return callAws('look at the default bucket', async () => {
    try {
      await awsClients.s3().send(command, { abortSignal: signal });
      return 'ours';
    } catch (error) {
      const code = awsErrorCode(error);
      if (code === 'NotFound' || code === 'NoSuchBucket') return 'missing';
      if (code === 'Forbidden' || statusOf(error) === 403) return 'foreign';
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
