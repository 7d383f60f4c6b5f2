import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { npmPackage } from 'kernel-helpers/sagemaker/image/downloads/npm-package';
import { Parser } from 'tar';
import type { LockedPackage, Platform } from './locked-packages';
import { filesBelow, placed, type ReleaseFile, written } from './release-file';

interface Surroundings {
  readonly root: string;
  /** Folder of kept downloads. */
  readonly kept: string;
  readonly signal: AbortSignal;
}

/** Source maps, what compilers left, what Node.js never loads, and pages: no program here reads them. */
const UNUSED =
  /\.(?:map|tsbuildinfo)$|^dist\/(?:browser|react-native|workerd)\/|(?:^|\/)(?:readme|changelog|history)\.md$/i;
/** These packages name their ES modules to bundlers only (`module`), which Node.js does not ask for. */
const WITHOUT_MODULES = /^@aws-sdk\/client-/;
const TYPESCRIPT = /\.[cm]?ts$/;
/** What the kernel's compiler reads. The declarations of our own packages name no other package. */
const DECLARING = /^(?:@types\/.*|undici-types|typescript|tslab)$/;
/** Of these packages a part is enough; the kernel puts another TypeScript in place of tslab's, but has to find its name. */
const PARTS: Readonly<Record<string, RegExp>> = {
  '@tslab/typescript-for-tslab': /^(?:package\.json|lib\/typescript\.js|LICENSE.*)$/,
  typescript: /^(?:package\.json|lib\/typescript\.js|lib\/lib\.[\w.]*d\.ts|[\w-]*\.txt)$/i,
};

/** The files of a package that a platform needs, below its folder; it is downloaded where this clone does not have it. */
export async function filesOfPackage(
  wanted: LockedPackage,
  platform: Platform,
  surroundings: Surroundings,
): Promise<readonly ReleaseFile[]> {
  const folder = join(surroundings.root, wanted.folder);
  const isNeeded = (path: string): boolean => isUsed(wanted.name, path, platform);
  const files = existsSync(folder)
    ? await filesBelow(folder, isNeeded)
    : (await filesOfArchive(await npmPackage(wanted, { ...surroundings, cwd: surroundings.root }))).filter(({ path }) =>
        isNeeded(path),
      );
  return placed(wanted.folder, files);
}

/** Whether a program on this platform can read a file of a package. */
function isUsed(name: string, path: string, { os, cpu }: Platform): boolean {
  if (UNUSED.test(path) || (TYPESCRIPT.test(path) && !DECLARING.test(name))) return false;
  if (WITHOUT_MODULES.test(name) && path.startsWith('dist-es/')) return false;
  if (name === 'zeromq') return !path.startsWith('build/') || path === 'build/manifest.json' || isAddon(path, os, cpu);
  return PARTS[name]?.test(path) ?? true;
}

function isAddon(path: string, os: string, cpu: string): boolean {
  return path.startsWith(`build/${os}/${cpu}/`) && !path.includes('/musl-');
}

async function filesOfArchive(archive: Uint8Array): Promise<readonly ReleaseFile[]> {
  const reads: Promise<ReleaseFile>[] = [];
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      if (entry.type !== 'File') entry.resume();
      // npm's archives have all files in one folder.
      else
        reads.push(
          entry
            .concat()
            .then((content) => written(entry.path.replace(/^[^/]+\//, ''), content, ((entry.mode ?? 0) & 0o100) !== 0)),
        );
    },
  });
  const done = new Promise<void>((resolve, reject) => {
    parser.on('end', resolve);
    parser.on('error', reject);
  });
  parser.end(Buffer.from(archive));
  await done;
  return await Promise.all(reads);
}
