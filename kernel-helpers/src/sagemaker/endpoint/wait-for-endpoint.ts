import { setTimeout as delay } from 'node:timers/promises';
import { isLocalAccount } from '../../aws/clients';
import { deniedAdvice, saysDenied } from '../../aws/denied-advice';
import { UserError } from '../../errors';
import { describeEndpoint } from './endpoint-api';

const REAL_POLL_SECONDS = 10;
const LOCAL_POLL_SECONDS = 0.3;

/** The log group for what serving containers print (developer guide, "Log groups and streams"). */
const ENDPOINT_LOG_GROUP = '/aws/sagemaker/Endpoints';

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
      const reason = endpoint.failureReason ?? 'SageMaker gave no reason';
      const advice = saysDenied(reason) ? `\nFor the endpoint, ${deniedAdvice(reason, 'job')}` : '';
      throw new UserError(
        `The endpoint ${name} did not start: ${reason}${advice}\nIts log is in CloudWatch, group ${ENDPOINT_LOG_GROUP}/${name}. Fix the cause, then deploy again.`,
        { facts: { endpoint: name } },
      );
    }
    await delay(pollSeconds() * 1000, undefined, { signal });
  }
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
