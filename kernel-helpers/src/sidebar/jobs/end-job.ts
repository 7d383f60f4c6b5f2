import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { UserError } from '../../errors';
import { removeDeployment, removeEndpoint } from '../../sagemaker/endpoint/remove-endpoint';
import { stopTrainingJob } from '../../sagemaker/job/stop-job';
import { readTags } from '../../sagemaker/read-tags';
import type { JobKind } from '../../sidebar-contract/index';
import { PROJECT_TAG } from '../../story-names';
import { describeIfThere, jobIsGone } from './describe-job';

/** Asks SageMaker to stop a job; this is fine if it has ended or is being stopped already. */
export async function stopJob(kind: JobKind, name: string, signal: AbortSignal): Promise<void> {
  if (kind === 'endpoint')
    throw new UserError(`${name} is an endpoint: it is deleted, not stopped.`, { reason: 'refused' });
  if (kind === 'training') return await stopTrainingJob(name);
  const described = await describeIfThere(kind, name, signal);
  if (described === undefined) throw jobIsGone(kind, name);
  if (described.summary.status !== 'running') return;
  await callAws(`stop the job ${name}`, () => sendStop(kind, name));
}

async function sendStop(kind: 'tuning' | 'transform', name: string): Promise<void> {
  const { StopHyperParameterTuningJobCommand, StopTransformJobCommand } = awsSdk.sageMaker();
  const client = awsClients.sageMaker();
  if (kind === 'tuning') {
    await client.send(new StopHyperParameterTuningJobCommand({ HyperParameterTuningJobName: name }));
  } else {
    await client.send(new StopTransformJobCommand({ TransformJobName: name }));
  }
}

/**
 * Deletes an endpoint and waits until it is gone. Of an endpoint that this project made, its configuration and its
 * model's registration go too, since they carry its name; of others they stay.
 */
export async function deleteEndpoint(name: string, signal: AbortSignal): Promise<void> {
  const described = await describeIfThere('endpoint', name, signal);
  if (described === undefined) throw jobIsGone('endpoint', name);
  const tags = await callAws('read the tags of an endpoint', () => readTags(described.arn, signal));
  const isOurs = tags.some(({ Key, Value }) => Key === PROJECT_TAG.Key && Value === PROJECT_TAG.Value);
  await (isOurs ? removeDeployment(name, signal) : removeEndpoint(name, signal));
}
