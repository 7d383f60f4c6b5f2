import { setTimeout as delay } from 'node:timers/promises';
import { outlastOutage } from '../../aws/outlast-outage';
import { oneErrorFor, withAdvice } from '../../errors';
import { deleteEndpoint, deleteEndpointConfig, deleteModel, describeEndpoint } from './endpoint-api';
import { pollSeconds, waitUntilGone } from './wait-for-endpoint';

/**
 * Statuses in which SageMaker refuses to delete an endpoint: 'Cannot update in-progress endpoint "arn:…"'
 * (https://github.com/aws/amazon-sagemaker-examples/pull/3188).
 */
const UNDER_WAY: readonly (string | undefined)[] = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack'];

/** Waits for an endpoint that is being made, deletes it and waits until it is gone. Fine if there is none. */
export async function removeEndpoint(name: string, signal?: AbortSignal): Promise<void> {
  while (!(await deletedNow(name, signal))) await delay(pollSeconds() * 1000, undefined, { signal });
  await waitUntilGone(name, signal);
}

/**
 * Deletes an endpoint, then its configuration and its model's registration. While an endpoint runs, the other two stay:
 * SageMaker needs them (API reference, DeleteEndpointConfig). An error says what is left, and what that costs.
 */
export async function removeDeployment(name: string, signal?: AbortSignal): Promise<void> {
  try {
    await removeEndpoint(name, signal);
  } catch (error) {
    throw withAdvice(
      error,
      `The endpoint ${name} may still be running, and costs money by the hour until it is deleted. Run await cleanUp(), or delete it in the SageMaker console.`,
    );
  }
  const problems: unknown[] = [];
  for (const remove of [deleteEndpointConfig, deleteModel]) {
    await outlastOutage(() => remove(name), signal).catch((error: unknown) => problems.push(error));
  }
  if (problems.length > 0) {
    throw oneErrorFor(
      `The endpoint ${name} is deleted. Not all of what belongs to it is, but this costs nothing by the hour:`,
      problems,
    );
  }
}

async function deletedNow(name: string, signal?: AbortSignal): Promise<boolean> {
  try {
    await outlastOutage(() => deleteEndpoint(name), signal);
    return true;
  } catch (error) {
    // An endpoint whose deletion has begun before is waited for.
    const status = await describeEndpoint(name, signal).then(
      (endpoint) => endpoint?.status,
      () => undefined,
    );
    if (status === 'Deleting') return true;
    if (UNDER_WAY.includes(status)) return false;
    if (status === undefined) throw error;
    // Its status may have changed after the refusal, so ask once more.
    await outlastOutage(() => deleteEndpoint(name), signal);
    return true;
  }
}
