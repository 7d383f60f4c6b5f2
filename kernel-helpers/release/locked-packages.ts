import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InternalError } from 'kernel-helpers/errors';
import { z } from 'zod';

const names = z.record(z.string(), z.string()).default({});
const entrySchema = z.object({
  /** Where the installed package has another name than its folder. */
  name: z.string().optional(),
  version: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
  os: z.array(z.string()).optional(),
  cpu: z.array(z.string()).optional(),
  libc: z.array(z.string()).optional(),
  dependencies: names,
  optionalDependencies: names,
  peerDependencies: names,
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().optional() })).default({}),
});
type Entry = z.infer<typeof entrySchema>;
const lockSchema = z.object({ packages: z.record(z.string(), entrySchema) });

/** An installed package, as npm's lockfile pins it. */
export interface LockedPackage {
  /** Its folder below the root of the clone, such as `node_modules/zod`. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
}

/** A system that an archive is made for, in npm's words. */
export interface Platform {
  readonly os: 'linux';
  readonly cpu: 'x64' | 'arm64';
}

/** Everything that `package-lock.json` says about production: https://docs.npmjs.com/cli/configuring-npm/package-lock-json */
export class LockedPackages {
  private constructor(private readonly entries: Readonly<Record<string, Entry>>) {}

  static async read(root: string): Promise<LockedPackages> {
    const text = await readFile(join(root, 'package-lock.json'), 'utf8');
    return new LockedPackages(lockSchema.parse(JSON.parse(text)).packages);
  }

  /** The exact version of a package that the package in `folder` loads. */
  versionFor(folder: string, name: string): string {
    const found = this.find(folder, name);
    const version = found === undefined ? undefined : this.entries[found]?.version;
    if (version === undefined) throw new InternalError(`package-lock.json has no version of ${name} for ${folder}.`);
    return version;
  }

  /**
   * What the packages in these folders need on a platform, also indirectly, in the order of their paths.
   * @param without names of packages that are left out with all that only they need
   */
  neededBy(folders: readonly string[], platform: Platform, without: readonly string[]): readonly LockedPackage[] {
    const found = new Set<string>();
    const visit = (folder: string): void => {
      if (found.has(folder)) return;
      found.add(folder);
      for (const { name, isOptional } of needsOf(this.entryAt(folder))) {
        const place = without.includes(name) ? undefined : this.find(folder, name);
        if (place !== undefined && fits(this.entryAt(place), platform)) visit(place);
        else if (!isOptional && !without.includes(name)) throw new InternalError(`${folder} needs ${name}.`);
      }
    };
    for (const folder of folders) visit(folder);
    return [...found].sort().flatMap((folder) => this.asLocked(folder));
  }

  private asLocked(folder: string): readonly LockedPackage[] {
    const { name, version, integrity } = this.entryAt(folder);
    // Packages of this clone have no integrity.
    if (version === undefined || integrity === undefined) return [];
    return [{ folder, name: name ?? nameOf(folder), version, integrity }];
  }

  private entryAt(folder: string): Entry {
    const entry = this.entries[folder];
    if (entry === undefined) throw new InternalError(`package-lock.json has no ${folder}.`);
    return entry;
  }

  /** Looks in the folders in which Node.js looks. */
  private find(folder: string, name: string): string | undefined {
    for (let above: string | undefined = folder; above !== undefined; above = folderAbove(above)) {
      const place = above === '' ? `node_modules/${name}` : `${above}/node_modules/${name}`;
      const entry = this.entries[place];
      if (entry !== undefined) return place;
    }
    return undefined;
  }
}

function folderAbove(folder: string): string | undefined {
  if (folder === '') return undefined;
  const end = folder.lastIndexOf('/node_modules/');
  // Folders in between, such as a scope, hold no packages of their own.
  return end === -1 ? '' : folder.slice(0, end);
}

function nameOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

interface Need {
  readonly name: string;
  readonly isOptional: boolean;
}

function needsOf(entry: Entry): readonly Need[] {
  const peers = Object.keys(entry.peerDependencies).filter(
    (name) => entry.peerDependenciesMeta[name]?.optional !== true,
  );
  return [
    ...[...Object.keys(entry.dependencies), ...peers].map((name) => ({ name, isOptional: false })),
    ...Object.keys(entry.optionalDependencies).map((name) => ({ name, isOptional: true })),
  ];
}

function fits({ os, cpu, libc }: Entry, platform: Platform): boolean {
  return (
    (os?.includes(platform.os) ?? true) && (cpu?.includes(platform.cpu) ?? true) && (libc?.includes('glibc') ?? true)
  );
}
