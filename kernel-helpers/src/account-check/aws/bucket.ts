import { lookAtBucket } from '../../sagemaker/default-bucket';
import { defaultBucketOf } from '../../sagemaker/names';
import { type AccountCheck, failed, passed } from '../account-check';

/** Whether the default bucket can be used; the first job makes a missing one. */
export const bucketCheck: AccountCheck = {
  name: 'bucket',
  proves: 'the default bucket of SageMaker is there and ours, or does not exist yet',
  needs: ['identity'],
  async run(account, signal) {
    const aws = await account.aws();
    const state = await lookAtBucket(defaultBucketOf(aws), aws.accountId, signal);
    if (state === 'foreign') {
      return failed(
        'it may not be looked at',
        'Allow s3:ListBucket on the default bucket, sagemaker-<region>-<account>. If another account owns a bucket of that name, ask its owner.',
      );
    }
    return passed(state === 'ours' ? 'ready' : 'missing; the first job makes it');
  },
};
