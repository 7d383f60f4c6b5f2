import { cp, mkdir, readdir } from 'node:fs/promises';
import { create } from 'tar';

/**
 * Packs the contents of the folders into the top level of one `.tar.gz`. If two files have one name, the later
 * folder's is kept: SageMaker leaves such clashes to the containers.
 * @param workDirectory a folder for the merged files; need not exist.
 */
export async function packFolders(folders: readonly string[], workDirectory: string, archive: string): Promise<void> {
  await mkdir(workDirectory, { recursive: true });
  for (const folder of folders) await cp(folder, workDirectory, { recursive: true });
  const names = await readdir(workDirectory);
  // An archive without files must still be an archive.
  await create({ gzip: true, cwd: workDirectory, file: archive, portable: true }, names.length === 0 ? ['.'] : names);
}

export async function holdFiles(folders: readonly string[]): Promise<boolean> {
  const entries = await Promise.all(folders.map((folder) => readdir(folder)));
  return entries.some((names) => names.length > 0);
}
