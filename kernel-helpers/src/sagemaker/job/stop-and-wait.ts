import { setTimeout as delay } from 'node:timers/promises';
import { isLocalAccount } from '../../aws/clients';
import { outlastOutage } from '../../aws/outlast-outage';
import { describeJob } from '../watch/describe-job';
import { stopTrainingJob } from './stop-job';

const REAL_POLL_SECONDS = 5;
const LOCAL_POLL_SECONDS = 0.3;

/** Stops a job and waits until it has ended, because a host that is still saving costs money. */
export async function stopAndWait(name: string, signal: AbortSignal): Promise<void> {
  await stopTrainingJob(name);
  while (await isGoingOn(name, signal)) {
    await delay((isLocalAccount() ? LOCAL_POLL_SECONDS : REAL_POLL_SECONDS) * 1000, undefined, { signal });
  }
}

/** True for a job that has not ended; one that is being stopped goes on. */
export async function isGoingOn(name: string, signal: AbortSignal): Promise<boolean> {
  const { status } = await outlastOutage((either) => describeJob(name, either), signal);
  return ['InProgress', 'Stopping'].includes(status);
}
