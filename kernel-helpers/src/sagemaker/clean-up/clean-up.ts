import { setTimeout as delay } from 'node:timers/promises';
import { isLocalAccount } from '../../aws/clients';
import { currentSignal } from '../../cell/kernel-bridge';
import { tellInterrupt } from '../../cell/tell-interrupt';
import { say } from '../../display/say';
import { checkOptionNames } from '../../option-names';
import { deleteEndpointConfig, deleteModel } from '../endpoint/endpoint-api';
import { removeEndpoint } from '../endpoint/remove-endpoint';
import { stopTrainingJob } from '../job/stop-job';
import { describeJob } from '../watch/job-description';
import { CleanUpReport, interruptedCleanUp } from './clean-up-report';
import { listResources, type Resource } from './list-resources';

export interface CleanUpOptions {
  /** Also stops training jobs of this project that still run. @default false */
  readonly stopJobs?: boolean;
  /** Stops after the deletion that is under way, and shows what is left. @default the signal of the running cell */
  readonly signal?: AbortSignal;
}

const REAL_POLL_SECONDS = 5;
const LOCAL_POLL_SECONDS = 0.3;

/**
 * Deletes all endpoints, endpoint configurations and models that this project made in this account and region, in any
 * notebook, and looks again to be sure. The report shows what is left that costs money. Model files in S3 and images in
 * ECR stay. Calling it twice is fine.
 */
export async function cleanUp(options: CleanUpOptions = {}): Promise<CleanUpReport> {
  checkOptionNames('cleanUp()', options, { stopJobs: true, signal: true });
  const { stopJobs = false, signal = currentSignal() } = options;
  let found: readonly Resource[] | undefined;
  const deleted: Resource[] = [];
  return await tellInterrupt(
    signal,
    () => say(interruptedCleanUp(deleted, found)),
    async () => {
      found = await listResources(signal);
      for (const resource of found.filter(({ kind }) => stopJobs || kind !== 'training job')) {
        signal.throwIfAborted();
        await remove(resource, signal);
        deleted.push(resource);
      }
      return new CleanUpReport(deleted, await listResources(signal));
    },
  );
}

async function remove({ kind, name }: Resource, signal: AbortSignal): Promise<void> {
  switch (kind) {
    case 'training job':
      return stopJob(name, signal);
    case 'endpoint':
      return removeEndpoint(name, signal);
    case 'endpoint configuration':
      return deleteEndpointConfig(name);
    case 'model':
      return deleteModel(name);
  }
}

/** Stops a job and waits until it has ended, because a host that is still saving costs money. */
async function stopJob(name: string, signal: AbortSignal): Promise<void> {
  await stopTrainingJob(name);
  while (['InProgress', 'Stopping'].includes((await describeJob(name, signal)).status)) {
    await delay((isLocalAccount() ? LOCAL_POLL_SECONDS : REAL_POLL_SECONDS) * 1000, undefined, { signal });
  }
}
