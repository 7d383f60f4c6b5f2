import { setTimeout as delay } from 'node:timers/promises';
import { isLocalAccount } from '../../aws/clients';
import { deniedAdvice, saysDenied } from '../../aws/denied-advice';
import { exceededQuota, QUOTAS_CONSOLE, quotaText } from '../../aws/exceeded-quota';
import { PlatformError, UserError } from '../../errors';
import { describeEndpoint } from './endpoint-api';

const REAL_POLL_SECONDS = 10;
const LOCAL_POLL_SECONDS = 0.3;

/** The log group for what serving containers print (developer guide, "Log groups and streams"). */
const ENDPOINT_LOG_GROUP = '/aws/sagemaker/Endpoints';

/** AWS has no machine: no container was started, and there is no log. */
const NO_CAPACITY = /InsufficientInstanceCapacity|CapacityError/;

/** Waits until an endpoint answers. `onStatus` is called with each status; a failed start throws the reason. */
export async function waitUntilInService(
  name: string,
  onStatus: (status: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  for (;;) {
    const endpoint = await describeEndpoint(name, signal);
    if (endpoint === undefined) throw new UserError(`The endpoint ${name} was deleted while it started.`);
    signal?.throwIfAborted();
    onStatus(endpoint.status);
    if (endpoint.status === 'InService') return;
    if (endpoint.status === 'Failed' || endpoint.status === 'OutOfService') {
      throw startFailure(name, endpoint.failureReason ?? 'SageMaker gave no reason');
    }
    await delay(pollSeconds() * 1000, undefined, { signal });
  }
}

function startFailure(name: string, reason: string): Error {
  const beginning = `The endpoint ${name} did not start:`;
  const facts = { endpoint: name };
  const quota = exceededQuota(reason);
  if (quota !== undefined) {
    const advice = `Ask for more at ${QUOTAS_CONSOLE}, or deploy on another type.`;
    return new UserError(`${beginning} ${quotaText(quota)} ${advice}`, { facts });
  }
  if (NO_CAPACITY.test(reason)) {
    const advice = 'Deploy on another type, or later.';
    return new PlatformError(`${beginning} AWS has no free machine of this type now. ${advice} (${reason})`, { facts });
  }
  const log = `Its log is in CloudWatch, group ${ENDPOINT_LOG_GROUP}/${name}.`;
  const denied = saysDenied(reason) ? `\nFor the endpoint, ${deniedAdvice(reason, 'job')}` : '';
  return new UserError(`${beginning} ${reason}${denied}\n${log} Fix the cause, then deploy again.`, { facts });
}

/** Waits until an endpoint is gone. */
export async function waitUntilGone(name: string, signal?: AbortSignal): Promise<void> {
  while ((await describeEndpoint(name, signal)) !== undefined) {
    await delay(pollSeconds() * 1000, undefined, { signal });
  }
}

/** How long to wait before asking again. */
export function pollSeconds(): number {
  return isLocalAccount() ? LOCAL_POLL_SECONDS : REAL_POLL_SECONDS;
}
