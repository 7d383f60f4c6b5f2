import { BlockList, isIP } from 'node:net';

/** Addresses that lead to the machine they are used on: loopback, and "any address" (RFC 6890; RFC 4291, section 2.5). */
const OWN_ADDRESSES = new BlockList();
OWN_ADDRESSES.addSubnet('127.0.0.0', 8, 'ipv4');
OWN_ADDRESSES.addAddress('0.0.0.0', 'ipv4');
OWN_ADDRESSES.addAddress('::1', 'ipv6');
OWN_ADDRESSES.addAddress('::', 'ipv6');

/** True for a URL that leads to this machine, as the local account's do, and so never to a real account. */
export function isOnThisMachine(url: string): boolean {
  // `URL` writes addresses in one way: `127.1` and `0x7f000001` are 127.0.0.1.
  if (!URL.canParse(url)) return false;
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const version = isIP(host);
  if (version !== 0) return OWN_ADDRESSES.check(host, version === 4 ? 'ipv4' : 'ipv6');
  // `localhost` and all names below it: RFC 6761, section 6.3.
  return host === 'localhost' || host.endsWith('.localhost');
}
