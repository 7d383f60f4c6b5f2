import { bucketOf, bucketProblem, lookAtBucket } from '../../sagemaker/bucket';
import { type AccountCheck, failed, passed } from '../account-check';

/** Whether the bucket for scripts and models can be used; the first job makes a missing default bucket. */
export const bucketCheck: AccountCheck = {
  name: 'bucket',
  proves: 'the bucket for scripts and models is there and ours, or is the default one and does not exist yet',
  needs: ['settings', 'identity'],
  async run(account, signal) {
    const aws = await account.aws();
    const bucket = bucketOf(aws);
    const state = await lookAtBucket(bucket, aws, signal);
    const problem = bucketProblem(bucket, state);
    if (problem !== undefined) return failed(problem.what, problem.fix);
    const found = state === 'ours' ? 'ready' : 'missing; the first job makes it';
    return passed(bucket.isChosen ? `${found}, as SAGEMAKER_BUCKET names it` : found);
  },
};
