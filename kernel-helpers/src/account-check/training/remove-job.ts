import { setTimeout as delay } from 'node:timers/promises';
import { callAws } from '../../aws/call-aws';
import { awsClients, isLocalAccount } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { defaultBucketName } from '../../sagemaker/default-bucket';
import { stopTrainingJob } from '../../sagemaker/job/stop-job';
import { describeJob } from '../../sagemaker/watch/job-description';

const REAL_POLL_SECONDS = 5;
const LOCAL_POLL_SECONDS = 0.3;

/** Stops a job that runs, and waits until it has ended: until then its host costs money and may write its model. */
export async function stopAndWait(name: string, signal: AbortSignal, tell: (progress: string) => void): Promise<void> {
  if (isEnded((await describeJob(name, signal)).status)) return;
  tell('stopping the training job, which takes up to two minutes');
  await stopTrainingJob(name);
  while (!isEnded((await describeJob(name, signal)).status)) {
    await delay((isLocalAccount() ? LOCAL_POLL_SECONDS : REAL_POLL_SECONDS) * 1000, undefined, { signal });
  }
}

/** Deletes the script and the model of a job from the default bucket. */
export async function removeArtefacts(name: string, signal: AbortSignal): Promise<void> {
  const { DeleteObjectCommand, ListObjectsV2Command } = awsSdk.s3();
  const bucket = await defaultBucketName(signal);
  await callAws('delete the files of the training job', async () => {
    // A job leaves a handful of files, so the first page has all of them.
    const list = new ListObjectsV2Command({ Bucket: bucket, Prefix: `${name}/` });
    const { Contents: files = [] } = await awsClients.s3().send(list, { abortSignal: signal });
    for (const { Key: key } of files) {
      await awsClients.s3().send(new DeleteObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal });
    }
  });
}

function isEnded(status: string): boolean {
  return status === 'Completed' || status === 'Failed' || status === 'Stopped';
}
