import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InternalError } from 'kernel-helpers/errors';
import { KEPT_DOWNLOADS } from 'kernel-helpers/sagemaker/image/downloads/kept-file';
import { archiveContents } from './archive-contents';
import { LockedPackages, type Platform } from './locked-packages';
import { ownPackages } from './own-packages';
import { placed } from './release-file';
import { type CompressionLevel, type WrittenFile, writeArchive } from './write-archive';

export interface ReleaseRequest {
  /** The clone, set up. */
  readonly root: string;
  /** Emptied first. */
  readonly folder: string;
  /** For which systems archives are made. */
  readonly platforms: readonly Platform[];
  readonly level: CompressionLevel;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** In the clone; the template of the launch. */
const TEMPLATE = 'cloudformation/template.yaml';

/**
 * Makes everything that a place installs: the npm packages, one archive for each system, and their checksums. The same
 * clone gives the same bytes, in any folder.
 */
export async function makeRelease({ root, folder, platforms, level, say, signal }: ReleaseRequest): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const sums: string[] = [];
  const keep = (name: string, { bytes, sha256 }: WrittenFile): void => {
    sums.push(`${sha256}  ${name}\n`);
    say(`  ${name}: ${(bytes / 1e6).toFixed(1)} MB`);
  };
  const locked = await LockedPackages.read(root);
  const packages = await ownPackages(root, locked);
  const version = versionOf(packages);
  for (const { title, files } of packages) {
    const name = `${title}-${version}.tgz`;
    const sorted = files.toSorted((one, other) => (one.path < other.path ? -1 : 1));
    // npm's archives have all files in this folder.
    keep(name, await writeArchive(join(folder, name), placed('package', sorted), { level, signal }));
  }
  for (const platform of platforms) {
    const title = `snowflake-sagemaker-${version}-${platform.os}-${platform.cpu}`;
    const request = { root, version, platform, packages, locked, kept: KEPT_DOWNLOADS, signal };
    const files = placed(title, await archiveContents(request));
    keep(`${title}.tar.gz`, await writeArchive(join(folder, `${title}.tar.gz`), files, { level, signal }));
  }
  if (existsSync(join(root, TEMPLATE))) {
    await copyFile(join(root, TEMPLATE), join(folder, 'template.yaml'));
    keep('template.yaml', await digestOf(join(folder, 'template.yaml')));
  }
  await writeFile(join(folder, 'SHA256SUMS'), sums.toSorted(bySecondWord).join(''));
}

async function digestOf(file: string): Promise<WrittenFile> {
  const content = await readFile(file);
  return { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

function versionOf(packages: readonly { readonly version: string }[]): string {
  const [version, ...others] = new Set(packages.map((own) => own.version));
  if (version === undefined || others.length > 0) throw new InternalError('The packages have different versions.');
  return version;
}

function bySecondWord(one: string, other: string): number {
  return one.slice(66) < other.slice(66) ? -1 : 1;
}
