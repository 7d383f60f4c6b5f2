import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** A file of a package or an archive. */
export interface ReleaseFile {
  /** Below the folder of the package or archive, with slashes. */
  readonly path: string;
  readonly isExecutable: boolean;
  read(): Promise<Uint8Array>;
}

/** A file with this content. */
export function written(path: string, content: string | Uint8Array, isExecutable = false): ReleaseFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return { path, isExecutable, read: async () => bytes };
}

/** The same files below a folder. */
export function placed(folder: string, files: readonly ReleaseFile[]): readonly ReleaseFile[] {
  return files.map((file) => ({ ...file, path: `${folder}/${file.path}` }));
}

/**
 * The files below a folder of this machine, without the folders of packages below it. Links are not followed.
 * @param isWanted asked with a path below the folder, with slashes
 */
export async function filesBelow(folder: string, isWanted: (path: string) => boolean): Promise<readonly ReleaseFile[]> {
  return await inFolder(folder, folder, isWanted);
}

async function inFolder(
  root: string,
  folder: string,
  isWanted: (path: string) => boolean,
): Promise<readonly ReleaseFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return (await Promise.all(entries.map((entry) => asFiles(root, folder, entry, isWanted)))).flat();
}

async function asFiles(
  root: string,
  folder: string,
  entry: Dirent,
  isWanted: (path: string) => boolean,
): Promise<readonly ReleaseFile[]> {
  const source = join(folder, entry.name);
  if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : inFolder(root, source, isWanted);
  const path = relative(root, source).replaceAll(sep, '/');
  if (!entry.isFile() || !isWanted(path)) return [];
  const { mode } = await stat(source);
  return [{ path, isExecutable: (mode & 0o100) !== 0, read: () => readFile(source) }];
}
