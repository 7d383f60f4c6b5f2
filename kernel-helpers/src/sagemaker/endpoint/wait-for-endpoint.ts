import { setTimeout as delay } from 'node:timers/promises';
import { isLocalAccount } from '../../aws/clients';
import { deniedAdvice, saysDenied } from '../../aws/denied-advice';
import { exceededQuota, QUOTAS_CONSOLE, quotaText } from '../../aws/exceeded-quota';
import { outlastOutage } from '../../aws/outlast-outage';
import { PlatformError, UserError } from '../../errors';
import { describeEndpoint, type EndpointDescription } from './endpoint-api';

const REAL_POLL_SECONDS = 10;
const LOCAL_POLL_SECONDS = 0.3;

/** Deleting takes a minute or two; SageMaker names no limit. */
const GONE_WITHIN_SECONDS = 900;

/** The log group for what serving containers print (developer guide, "Log groups and streams"). */
const ENDPOINT_LOG_GROUP = '/aws/sagemaker/Endpoints';

/** AWS has no machine: no container was started, and there is no log. */
const NO_CAPACITY = /InsufficientInstanceCapacity|CapacityError/;

/**
 * Waits until an endpoint answers. `onStatus` is called with each status. Gives back the reason where it will not
 * start any more.
 */
export async function waitUntilInService(
  name: string,
  onStatus: (status: string) => void,
  signal?: AbortSignal,
): Promise<Error | undefined> {
  for (;;) {
    const endpoint = await ask(name, signal);
    if (endpoint === undefined)
      return new UserError(`The endpoint ${name} was deleted while it started.`, { reason: 'not-found' });
    signal?.throwIfAborted();
    onStatus(endpoint.status);
    if (endpoint.status === 'InService') return undefined;
    if (endpoint.status === 'Failed' || endpoint.status === 'OutOfService') {
      return startFailure(name, endpoint.failureReason ?? 'SageMaker gave no reason');
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
    return new UserError(`${beginning} ${quotaText(quota)}`, { facts, reason: 'quota-exceeded', advice });
  }
  if (NO_CAPACITY.test(reason)) {
    const advice = 'Deploy on another type, or later.';
    return new PlatformError(`${beginning} AWS has no free machine of this type now. ${advice} (${reason})`, {
      facts,
      reason: 'no-capacity',
    });
  }
  const log = `Its log is in CloudWatch, group ${ENDPOINT_LOG_GROUP}/${name}.`;
  const denied = saysDenied(reason) ? `\nFor the endpoint, ${deniedAdvice(reason, 'job')}` : '';
  return new UserError(`${beginning} ${reason}${denied}\n${log} Fix the cause, then deploy again.`, { facts });
}

/** Waits until an endpoint is gone. */
export async function waitUntilGone(name: string, signal?: AbortSignal): Promise<void> {
  const deadline = Date.now() + GONE_WITHIN_SECONDS * 1000;
  for (;;) {
    const endpoint = await ask(name, signal);
    if (endpoint === undefined) return;
    if (Date.now() > deadline) {
      throw new PlatformError(
        `The endpoint ${name} is still ${endpoint.status} ${GONE_WITHIN_SECONDS / 60} minutes after SageMaker was asked to delete it.`,
        { facts: { endpoint: name, status: endpoint.status }, reason: 'timed-out' },
      );
    }
    await delay(pollSeconds() * 1000, undefined, { signal });
  }
}

/** How long to wait before asking again. */
export function pollSeconds(): number {
  return isLocalAccount() ? LOCAL_POLL_SECONDS : REAL_POLL_SECONDS;
}

function ask(name: string, signal?: AbortSignal): Promise<EndpointDescription | undefined> {
  return outlastOutage((either) => describeEndpoint(name, either), signal);
}
