import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the kernel's own modules lie. */
const OWN = dirname(__dirname);

/**
 * Notices when code that this kernel has loaded was rebuilt or installed anew: cells would see the new types and run
 * the old code. A package from a registry changes with its version, and one in the user's own folders in any file.
 */
export class ChangedPackages {
  private readonly loaded = new Map<string, number | string>();
  private readonly told = new Set<string>();

  /**
   * Says it once for each package that has changed since its modules were loaded.
   * @param imported the folders of the packages that cells have imported.
   * @param loadsNewest tells the files that the next import loads anew.
   */
  findNew(imported: Iterable<string>, loadsNewest: (file: string) => boolean): readonly string[] {
    const files = Object.keys(require.cache).filter(
      (file) => !file.startsWith(OWN) && !isInPackage(file) && !loadsNewest(file),
    );
    const edited = files.filter((file) =>
      this.hasChanged(file, statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0),
    );
    const installed = [...imported].map((folder) => join(folder, 'package.json'));
    const replaced = installed.filter((file) => this.hasChanged(file, wordIn(file, 'version')));
    const packages = [...new Set([...edited, ...replaced].map(packageOf))].filter((name) => !this.told.has(name));
    for (const name of packages) this.told.add(name);
    return packages;
  }

  private hasChanged(file: string, version: number | string | undefined): boolean {
    const before = this.loaded.get(file);
    if (before === undefined && version !== undefined) this.loaded.set(file, version);
    return before !== undefined && version !== undefined && before !== version;
  }
}

function isInPackage(file: string): boolean {
  return /[\\/]node_modules[\\/]/.test(file);
}

/** The name in the nearest package.json; the file itself when there is no such name. */
function packageOf(file: string): string {
  for (let directory = dirname(file); directory !== dirname(directory); directory = dirname(directory)) {
    const name = wordIn(join(directory, 'package.json'), 'name');
    if (name !== undefined) return name;
  }
  return file;
}

/** Undefined when there is no such file, or no such text in it. */
function wordIn(packageFile: string, key: string): string | undefined {
  if (!statSync(packageFile, { throwIfNoEntry: false })) return undefined;
  const parsed: unknown = JSON.parse(readFileSync(packageFile, 'utf8'));
  const word: unknown = typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, key) : undefined;
  return typeof word === 'string' ? word : undefined;
}
