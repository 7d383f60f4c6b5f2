import { describeAccount } from '../../aws/account';
import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { bucketOf } from '../../sagemaker/bucket';
import { isGoingOn, stopAndWait } from '../../sagemaker/job/stop-and-wait';

/** Stops a job that runs: until it has ended its host costs money and may write its model. */
export async function stopIfRunning(
  name: string,
  signal: AbortSignal,
  tell: (progress: string) => void,
): Promise<void> {
  if (!(await isGoingOn(name, signal))) return;
  tell('stopping the training job, which takes up to two minutes');
  await stopAndWait(name, signal);
}

/** Deletes the script and the model of a job from its bucket. */
export async function removeArtefacts(name: string, signal: AbortSignal): Promise<void> {
  const { DeleteObjectCommand, ListObjectsV2Command } = awsSdk.s3();
  const bucket = bucketOf(await describeAccount(signal)).name;
  await callAws('delete the files of the training job', async () => {
    // A job leaves a handful of files, so the first page has all of them.
    const list = new ListObjectsV2Command({ Bucket: bucket, Prefix: `${name}/` });
    const { Contents: files = [] } = await awsClients.s3().send(list, { abortSignal: signal });
    for (const { Key: key } of files) {
      await awsClients.s3().send(new DeleteObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal });
    }
  });
}
