import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ROOT } from './clone';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder';

/** The packages of a release, and where the clone has them. */
const OWN = { 'kernel-helpers': 'kernel-helpers', container: 'container' } as const;

/** What the clone has and a package has not. */
const NOT_PACKED = new Set(['node_modules', 'local-account', 'snapshots', 'src']);

/**
 * A folder outside of the clone in which the packages of a release lie as npm installs them. The packages of other
 * people are links into the clone's `node_modules`; the release's own test installs those too.
 */
export function installReleaseOutside(): TemporaryFolder {
  const folder = makeTemporaryFolder('release');
  const modules = join(folder.path, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (!isOwn(name)) symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  for (const [name, room] of Object.entries(OWN)) {
    const from = join(ROOT, room);
    cpSync(from, join(modules, name), {
      recursive: true,
      filter: (path) =>
        !relative(from, path)
          .split(sep)
          .some((part) => NOT_PACKED.has(part)),
    });
  }
  return folder;
}

function isOwn(name: string): boolean {
  const manifest = join(ROOT, 'node_modules', name, 'package.json');
  if (name.startsWith('.')) return true;
  if (!existsSync(manifest)) return false;
  const { private: isPrivate }: { private?: boolean } = JSON.parse(readFileSync(manifest, 'utf8'));
  return isPrivate === true;
}
