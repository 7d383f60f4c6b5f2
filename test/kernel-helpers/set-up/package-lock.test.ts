import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ROOT } from '../../support/clone';

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      resolved: z.string().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});
const { packages } = lock.parse(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')));

describe('package-lock.json', () => {
  /** `npm ci` refuses a lock that omits some of these packages: https://github.com/npm/cli/issues/4828 */
  test('names the optional packages of every platform, not only of the machine that wrote it', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !isLockedFor(path, name)),
    );

    expect(missing).toEqual([]);
  });

  /** npm itself omits the hash of packages that are not for the machine that writes the lock. */
  test('holds a hash of every package that comes from a registry, whatever its platform', () => {
    const fromRegistry = Object.entries(packages).filter(
      ([path, { version }]) => path.includes('node_modules/') && version !== undefined,
    );

    expect(fromRegistry.length).toBeGreaterThan(500);
    expect(fromRegistry.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''))).toEqual([]);
  });

  test('names no registry, so that every user’s own registry is used', () => {
    const hosts = Object.values(packages).flatMap(({ resolved }) => (resolved?.includes('://') ? [resolved] : []));

    expect(hosts).toEqual([]);
  });
});

/** Whether the package at `path` finds `name` in its own `node_modules` or in one above. */
function isLockedFor(path: string, name: string): boolean {
  if (`${path}/node_modules/${name}` in packages || `node_modules/${name}` in packages) return true;
  const above = path.slice(0, Math.max(path.lastIndexOf('/node_modules/'), 0));
  return above !== '' && isLockedFor(above, name);
}
