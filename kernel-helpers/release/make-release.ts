import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InternalError } from 'kernel-helpers/errors';
import { KEPT_DOWNLOADS } from 'kernel-helpers/sagemaker/image/downloads/kept-file';
import { archiveContents } from './archive-contents';
import { longTemplate } from './launch-lines';
import { withDefaults } from './launch-template';
import { LockedPackages, type Platform } from './locked-packages';
import { ownPackages } from './own-packages';
import { placed } from './release-file';
import { archiveTitle, INSTANCE_PLATFORM, TEMPLATE_FILE } from './release-files';
import { keyOf, type ReleasePlace } from './release-place';
import { type CompressionLevel, type WrittenFile, writeArchive } from './write-archive';

export interface ReleaseRequest {
  /** The clone, set up. */
  readonly root: string;
  /** Emptied first. */
  readonly folder: string;
  /** For which systems archives are made. */
  readonly platforms: readonly Platform[];
  readonly level: CompressionLevel;
  /** Where the release will be published, which the template then says by itself. */
  readonly place?: ReleasePlace | undefined;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface MadeRelease {
  readonly version: string;
  readonly templateBytes: number;
}

/**
 * Makes everything that a place installs: the npm packages, one archive for each system, the template that launches it,
 * and their checksums. The same clone gives the same bytes, in any folder.
 */
export async function makeRelease(request: ReleaseRequest): Promise<MadeRelease> {
  const { root, folder, platforms, level, place, say, signal } = request;
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
  const template = await templateFor(request, version);
  let forInstances: WrittenFile | undefined;
  for (const { title, files } of packages) {
    const name = `${title}-${version}.tgz`;
    const sorted = files.toSorted((one, other) => (one.path < other.path ? -1 : 1));
    // npm's archives have all files in this folder.
    keep(name, await writeArchive(join(folder, name), placed('package', sorted), { level, signal }));
  }
  for (const platform of platforms) {
    const title = archiveTitle(version, platform);
    const contents = { root, version, platform, packages, locked, kept: KEPT_DOWNLOADS, signal };
    const files = placed(title, await archiveContents(contents));
    const archive = await writeArchive(join(folder, `${title}.tar.gz`), files, { level, signal });
    keep(`${title}.tar.gz`, archive);
    if (title === archiveTitle(version, INSTANCE_PLATFORM)) forInstances = archive;
  }
  // Nobody has to copy the checksum of the archive that notebook instances install.
  const launchable =
    forInstances === undefined ? template : withDefaults(template, { ReleaseSha256: forInstances.sha256 });
  await writeFile(join(folder, TEMPLATE_FILE), launchable);
  const templateBytes = Buffer.byteLength(launchable);
  keep(TEMPLATE_FILE, { bytes: templateBytes, sha256: createHash('sha256').update(launchable).digest('hex') });
  if (place === undefined) for (const line of longTemplate(templateBytes)) say(line);
  await writeFile(join(folder, 'SHA256SUMS'), sums.toSorted(bySecondWord).join(''));
  return { version, templateBytes };
}

/** The template, with the place of the archive that notebook instances install. */
async function templateFor({ root, place }: ReleaseRequest, version: string): Promise<string> {
  const template = await readFile(join(root, 'cloudformation', TEMPLATE_FILE), 'utf8');
  if (place === undefined) return template;
  const key = keyOf(place, version, `${archiveTitle(version, INSTANCE_PLATFORM)}.tar.gz`);
  return withDefaults(template, { ReleaseBucket: place.bucket, ReleaseKey: key });
}

function versionOf(packages: readonly { readonly version: string }[]): string {
  const [version, ...others] = new Set(packages.map((own) => own.version));
  if (version === undefined || others.length > 0) throw new InternalError('The packages have different versions.');
  return version;
}

function bySecondWord(one: string, other: string): number {
  return one.slice(66) < other.slice(66) ? -1 : 1;
}
