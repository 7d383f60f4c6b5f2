import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

/**
 * The digest of a local image, as its manifest's annotation holds it: `sha256:` and 64 hex digits over the path and content
 * of every file in the program's `dist` folder. Who registers an image and who runs it both use this.
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
    // The length keeps two files apart whose path and content could be cut differently.
    hash.update(`${file.split(sep).join('/')}\0${content.length}\0`).update(content);
  }
  return `sha256:${hash.digest('hex')}`;
}
