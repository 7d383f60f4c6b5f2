import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

/**
 * The digest of a local image, as its manifest's annotation holds it: `sha256:` and 64 hex digits over path and content
 * of every file in the program's `dist` folder. The code that registers an image and the code that runs it use this.
 * @throws the file system's error (ENOENT) when the folder is not there or not built.
 */
export async function localImageDigest(directory: string): Promise<string> {
  const built = join(directory, 'dist');
  const entries = await readdir(built, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(built.length + 1))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) {
    const content = await readFile(join(built, file));
    // Without the length, different files could hash the same bytes, with another border between path and content.
    hash.update(`${file.split(sep).join('/')}\0${content.length}\0`).update(content);
  }
  return `sha256:${hash.digest('hex')}`;
}
