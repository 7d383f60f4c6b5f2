import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the kernel's own modules lie. */
const OWN = dirname(__dirname);

/**
 * Notices when code that this kernel has loaded was rebuilt: cells would see the new types and run the old code.
 * Packages from a registry do not change in place, so only those in the user's own folders are looked at.
 */
export class ChangedPackages {
  private readonly loaded = new Map<string, number>();
  private readonly told = new Set<string>();

  /** Says it once for each package that has changed since its modules were loaded. */
  findNew(): readonly string[] {
    const changed = Object.keys(require.cache).filter((file) => this.hasChanged(file));
    const packages = [...new Set(changed.map(packageOf))].filter((name) => !this.told.has(name));
    for (const name of packages) this.told.add(name);
    return packages;
  }

  private hasChanged(file: string): boolean {
    if (file.startsWith(OWN) || /[\\/]node_modules[\\/]/.test(file)) return false;
    const modifiedMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const before = this.loaded.get(file);
    if (before === undefined) this.loaded.set(file, modifiedMs);
    return before !== undefined && before !== modifiedMs;
  }
}

/** The name in the nearest package.json; the file itself when there is no such name. */
function packageOf(file: string): string {
  for (let directory = dirname(file); directory !== dirname(directory); directory = dirname(directory)) {
    const name = nameIn(join(directory, 'package.json'));
    if (name !== undefined) return name;
  }
  return file;
}

function nameIn(packageFile: string): string | undefined {
  if (!statSync(packageFile, { throwIfNoEntry: false })) return undefined;
  const parsed: unknown = JSON.parse(readFileSync(packageFile, 'utf8'));
  const isNamed = typeof parsed === 'object' && parsed !== null && 'name' in parsed;
  return isNamed && typeof parsed.name === 'string' ? parsed.name : undefined;
}
