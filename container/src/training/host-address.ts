import { lookup } from 'node:dns/promises';
import { backOff } from 'exponential-backoff';
import { PlatformError } from 'kernel-helpers/errors';

/**
 * The names of a job's hosts may take minutes to be known, and they have IPv4 addresses only. AWS's own container waits
 * 15 minutes and asks with `gethostbyname`, which knows no IPv6 (sagemaker-xgboost-container, `distributed.py`).
 */
export const NAME_WAIT_SECONDS = 15 * 60;
const FIRST_PAUSE_MILLISECONDS = 100;
const LONGEST_PAUSE_MILLISECONDS = 5000;

export interface ResolveOptions {
  readonly log: (text: string) => void;
  /** @default DNS and the hosts file, IPv4 only */
  readonly lookUp?: (host: string) => Promise<{ readonly address: string }>;
  /** @default 15 minutes */
  readonly waitSeconds?: number;
}

/**
 * The IPv4 address of a host of this job; waits until its name is known, and says so.
 * @param known addresses that are known already, as on the local account; DNS is asked for the others
 */
export async function resolveHost(
  host: string,
  known: Readonly<Record<string, string>>,
  { log, lookUp = lookUpIPv4, waitSeconds = NAME_WAIT_SECONDS }: ResolveOptions,
): Promise<string> {
  if (known[host] !== undefined) return known[host];
  const startedAt = Date.now();
  const waited = (): number => (Date.now() - startedAt) / 1000;
  let failures = 0;
  const retry = (): boolean => {
    failures += 1;
    if (failures === 1)
      log(`the name of ${host} is not known yet; this may take minutes. Waiting up to ${Math.round(waitSeconds)} s`);
    return waited() < waitSeconds;
  };
  try {
    const { address } = await backOff(() => lookUp(host), {
      numOfAttempts: Number.POSITIVE_INFINITY,
      startingDelay: FIRST_PAUSE_MILLISECONDS,
      maxDelay: LONGEST_PAUSE_MILLISECONDS,
      retry,
    });
    if (failures > 0) log(`the name of ${host} is known after ${Math.round(waited())} s`);
    return address;
  } catch (cause) {
    throw new PlatformError(
      `The name of host ${host} did not resolve to an IPv4 address within ${Math.round(waitSeconds)} s. Start the job again.`,
      { cause },
    );
  }
}

function lookUpIPv4(host: string): Promise<{ readonly address: string }> {
  return lookup(host, { family: 4 });
}
