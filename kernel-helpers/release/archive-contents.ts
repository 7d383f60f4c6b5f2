import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DANFO } from './danfo-bundle';
import type { LockedPackages, Platform } from './locked-packages';
import { nodeProgram } from './node-program';
import type { OwnPackage } from './own-packages';
import { filesOfPackage } from './platform-packages';
import { placed, type ReleaseFile, written } from './release-file';

/** The local account needs Python packages too, so a machine without internet could not start it. */
const NOT_IN_ARCHIVES = 'local-account';
/** The rooms whose manifests name the packages of others that the archive needs. */
const NEEDING = ['kernel-helpers', 'container'];

interface ArchiveRequest {
  readonly root: string;
  readonly version: string;
  readonly platform: Platform;
  readonly packages: readonly OwnPackage[];
  readonly locked: LockedPackages;
  /** Folder of kept downloads. */
  readonly kept: string;
  readonly signal: AbortSignal;
}

/** All files of the archive for machines without internet, in the order in which they are unpacked. */
export async function archiveContents(request: ArchiveRequest): Promise<readonly ReleaseFile[]> {
  const { root, version, platform, packages, locked } = request;
  const own = packages
    .filter(({ title }) => title !== NOT_IN_ARCHIVES)
    .flatMap(({ name, files }) => placed(`node_modules/${name}`, files));
  const notebooks = packages.flatMap(({ files }) => files.filter(({ path }) => path.startsWith('notebooks/')));
  const needed = locked.neededBy(NEEDING, platform, [DANFO]);
  const others = await Promise.all(needed.map((wanted) => filesOfPackage(wanted, platform, request)));
  const scripts = await Promise.all(
    ['install', 'uninstall', 'kernel-helpers'].map(async (name) =>
      written(name, await readFile(join(root, 'kernel-helpers/release/archive', `${name}.sh`)), true),
    ),
  );
  const files = [...scripts, ...(await nodeProgram(platform, request)), ...own, ...notebooks, ...others.flat()];
  return [
    ...files.toSorted((one, other) => (one.path < other.path ? -1 : 1)),
    // It comes last: where it is missing, the archive was cut off.
    written('VERSION', `${version} ${platform.os}-${platform.cpu}\n`),
  ];
}
