import { setTimeout as delay } from 'node:timers/promises';
import { deleteEndpoint, describeEndpoint } from './endpoint-api';
import { pollSeconds, waitUntilGone } from './wait-for-endpoint';

/** Statuses in which an endpoint cannot be deleted (https://github.com/aws/amazon-sagemaker-examples/pull/3188). */
const UNDER_WAY: readonly (string | undefined)[] = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack'];

/** Waits for an endpoint that is being made, deletes it and waits until it is gone. Fine if there is none. */
export async function removeEndpoint(name: string, signal?: AbortSignal): Promise<void> {
  while (!(await deletedNow(name, signal))) await delay(pollSeconds() * 1000, undefined, { signal });
  await waitUntilGone(name, signal);
}

async function deletedNow(name: string, signal?: AbortSignal): Promise<boolean> {
  try {
    await deleteEndpoint(name);
    return true;
  } catch (error) {
    const endpoint = await describeEndpoint(name, signal);
    if (!UNDER_WAY.includes(endpoint?.status)) throw error;
    return false;
  }
}
