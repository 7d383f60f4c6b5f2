import { z } from 'zod';
import { fetchWithProxy } from '../../network/fetch';
import { whyUnreachable } from '../../network/why-unreachable';
import { rowsOf } from '../../snowflake/statement/rows-of';
import { type AccountCheck, failed, passed, unknown } from '../account-check';
import { accountsInUse } from '../account-under-check';

/** The form of SYSTEM$ALLOWLIST(): docs.snowflake.com/en/sql-reference/functions/system_allowlist */
const allowlistSchema = z.array(z.object({ type: z.string(), host: z.string(), port: z.number() }));

export type AllowedHost = z.infer<typeof allowlistSchema>[number];

/** What notebooks and jobs speak to; the other types are for Snowflake's own tools, or asked where they can be. */
const USED = ['SNOWFLAKE_DEPLOYMENT', 'STAGE'];

const SECONDS_A_HOST = 10;

/**
 * Whether this network, its proxy included, lets us reach the hosts that Snowflake names, also the one that holds
 * results and staged files. No warehouse is started. A job has a network of its own, which only the job shows.
 */
export const hostsCheck: AccountCheck = {
  name: 'hosts',
  proves: 'this network reaches the hosts that Snowflake lists (SYSTEM$ALLOWLIST), also the store of results',
  needs: ['login'],
  async run(account, signal) {
    if (accountsInUse().snowflake === 'LOCAL') return unknown('the local account lists no hosts');
    const [row] = await rowsOf(await account.session(), 'select system$allowlist() as HOSTS', signal);
    const hosts = usedHosts(String(row.HOSTS));
    const problems = await unreachableHosts(hosts, signal);
    if (problems.length > 0) return failed(`${problems.length} of ${hosts.length} hosts`, problems.join(' '));
    return passed(`${hosts.map(({ host }) => host).join(', ')}`);
  },
};

/** The hosts of an allowlist that our requests go to. */
export function usedHosts(allowlist: string): readonly AllowedHost[] {
  return allowlistSchema.parse(JSON.parse(allowlist)).filter(({ type }) => USED.includes(type));
}

/** One sentence for each host that does not answer; whatever a host answers, it was reached. */
export async function unreachableHosts(hosts: readonly AllowedHost[], signal: AbortSignal): Promise<readonly string[]> {
  const problems = await Promise.all(
    hosts.map(async ({ host, port }) => {
      const url = `${port === 443 ? 'https' : 'http'}://${host}:${port}/`;
      try {
        const limit = AbortSignal.any([signal, AbortSignal.timeout(SECONDS_A_HOST * 1000)]);
        await (await fetchWithProxy(url, { signal: limit })).arrayBuffer();
        return [];
      } catch (error) {
        signal.throwIfAborted();
        return [whyUnreachable(url, error)];
      }
    }),
  );
  return problems.flat();
}
