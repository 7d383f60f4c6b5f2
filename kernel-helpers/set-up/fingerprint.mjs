import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const NOT_SOURCES = new Set(['node_modules', 'dist', 'labextension', 'image-program']);

/**
 * One hash over files and values: two equal fingerprints mean that a step would do the same work again.
 * @param {{ files?: readonly string[], values?: readonly string[] }} inputs a missing file counts as such
 * @returns {string}
 */
export function fingerprint({ files = [], values = [] }) {
  const hash = createHash('sha256');
  for (const value of values) hash.update(`value ${value}\n`);
  for (const file of files) {
    hash.update(`file ${file}\n`);
    hash.update(existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest() : 'missing');
  }
  return hash.digest('hex');
}

/**
 * The files below a folder that people write, in a stable order.
 * @param {string} folder
 * @param {RegExp} name which file names count
 * @returns {string[]}
 */
export function sourceFiles(folder, name) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !NOT_SOURCES.has(entry.name))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sourceFiles(path, name);
      return name.test(entry.name) ? [path] : [];
    });
}
