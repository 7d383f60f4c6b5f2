import { lookup } from 'node:dns/promises';
import { backOff } from 'exponential-backoff';
import { PlatformError } from 'kernel-helpers/errors';

/** SageMaker says that the names of other hosts may not resolve at once, and asks to retry. */
const RETRIES = { numOfAttempts: 12, startingDelay: 100, maxDelay: 30_000 } as const;

/**
 * The IP address of a host of this job.
 * @param known addresses that are known already, as on the local account; DNS is asked for the others
 */
export async function resolveHost(host: string, known: Readonly<Record<string, string>>): Promise<string> {
  if (known[host] !== undefined) return known[host];
  try {
    const { address } = await backOff(() => lookup(host), RETRIES);
    return address;
  } catch (cause) {
    throw new PlatformError(`The name of host ${host} does not resolve to an address. Start the job again.`, { cause });
  }
}
