import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const NOT_SOURCES = new Set(['node_modules', 'dist', 'labextension', 'image-program', 'out']);

/** The files below a folder that people write and whose names match, sorted. Skips hidden and built folders. */
export function sourceFiles(folder: string, name: RegExp): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !NOT_SOURCES.has(entry.name) && !entry.name.startsWith('.'))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sourceFiles(path, name);
      return name.test(entry.name) ? [path] : [];
    })
    .sort();
}
