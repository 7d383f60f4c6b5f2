import { randomBytes, randomInt } from 'node:crypto';
import { messageOf, PlatformError } from 'kernel-helpers/errors';
import type { ContainerEngine } from './container-engine';

/** Private addresses (RFC 1918) that neither engine hands out by itself, so that theirs stay free. */
const SECOND_NUMBERS = { first: 224, last: 254 } as const;
const MOST_TRIES = 10;

/** A network of some containers, with addresses that are known before a container has started. */
export interface ContainerNetwork {
  readonly name: string;
  /** This machine's address in the network. */
  readonly gateway: string;
  /** `10.x.y.0/24` */
  readonly subnet: string;
  /** The address of the container with this index, from 0 on. */
  addressOf(index: number): string;
}

/**
 * Makes a network whose addresses nothing else here uses.
 * @param label `name=value`, by which the network is found again
 */
export async function makeNetwork(engine: ContainerEngine, label: string): Promise<ContainerNetwork> {
  const name = `local-account-${randomBytes(6).toString('hex')}`;
  for (let tries = 1; ; tries += 1) {
    const prefix = `10.${randomInt(SECOND_NUMBERS.first, SECOND_NUMBERS.last + 1)}.${randomInt(256)}`;
    const [subnet, gateway] = [`${prefix}.0/24`, `${prefix}.1`];
    try {
      await engine.run(['network', 'create', '--label', label, '--subnet', subnet, '--gateway', gateway, name]);
      return { name, gateway, subnet, addressOf: (index) => `${prefix}.${index + 2}` };
    } catch (cause) {
      // The engine refuses addresses that another network or interface has. Other reasons stay the same.
      if (tries < MOST_TRIES) continue;
      throw new PlatformError(`No network could be made for containers. ${messageOf(cause)}`, { cause });
    }
  }
}
