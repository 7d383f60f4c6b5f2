import { setTimeout as delay } from 'node:timers/promises';
import { isLocalAccount } from '../../aws/clients';
import { deleteEndpoint, deleteEndpointConfig, deleteModel } from '../endpoint/endpoint-api';
import { waitUntilGone } from '../endpoint/wait-for-endpoint';
import { stopTrainingJob } from '../job/stop-job';
import { describeJob } from '../watch/job-description';
import { CleanUpReport } from './clean-up-report';
import { listResources, type Resource } from './list-resources';

export interface CleanUpOptions {
  /** Also stops training jobs of this project that still run. @default false */
  readonly stopJobs?: boolean;
}

const REAL_POLL_SECONDS = 5;
const LOCAL_POLL_SECONDS = 0.3;

/**
 * Deletes the endpoints, endpoint configurations and models that this project made, and looks again to be sure: all of
 * this account and region, from whichever notebook they come.
 * The report shows what is left that costs money. Model files in S3 and images in ECR stay. Twice is fine.
 */
export async function cleanUp({ stopJobs = false }: CleanUpOptions = {}): Promise<CleanUpReport> {
  const found = await listResources();
  const removed = found.filter(({ kind }) => stopJobs || kind !== 'training job');
  // Endpoints come before what they are made of.
  for (const resource of removed) await remove(resource);
  const left = await listResources();
  return new CleanUpReport(removed, left);
}

async function remove({ kind, name }: Resource): Promise<void> {
  switch (kind) {
    case 'training job':
      return stopJob(name);
    case 'endpoint':
      await deleteEndpoint(name);
      return waitUntilGone(name);
    case 'endpoint configuration':
      return deleteEndpointConfig(name);
    case 'model':
      return deleteModel(name);
  }
}

/** Stops a job and waits for it: a host that is still saving still costs money. */
async function stopJob(name: string): Promise<void> {
  await stopTrainingJob(name);
  while (['InProgress', 'Stopping'].includes((await describeJob(name)).status)) {
    await delay((isLocalAccount() ? LOCAL_POLL_SECONDS : REAL_POLL_SECONDS) * 1000);
  }
}
