import type { Dirent } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Room for several versions of everything, also of XGBoost for GPUs. */
export const KEPT_BYTES = 2e9;

/** What was removed. */
export interface RemovedDownloads {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Removes the files that no build has used for longest, until the rest takes no more than the bound. A build that runs
 * beside this one and misses a file downloads it again.
 * @param folder folder of kept downloads
 * @param keptBytes the bound @default 2 GB
 */
export async function removeOldDownloads(folder: string, keptBytes = KEPT_BYTES): Promise<RemovedDownloads> {
  let kept = 0;
  let [files, bytes] = [0, 0];
  for (const { path, size } of await newestFirst(folder)) {
    kept += size;
    if (kept <= keptBytes) continue;
    // A folder that cannot be written gets no new files either.
    const isRemoved = await rm(path, { force: true }).then(
      () => true,
      () => false,
    );
    if (!isRemoved) continue;
    files += 1;
    bytes += size;
  }
  return { files, bytes };
}

interface FoundFile {
  readonly path: string;
  readonly size: number;
  readonly usedAt: number;
}

async function newestFirst(folder: string): Promise<readonly FoundFile[]> {
  const entries: readonly Dirent[] = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const found = entries
    .filter((entry) => entry.isFile())
    .map(async (entry): Promise<readonly FoundFile[]> => {
      const path = join(entry.parentPath, entry.name);
      // Another build may have removed it meanwhile.
      const facts = await stat(path).catch(() => undefined);
      return facts === undefined ? [] : [{ path, size: facts.size, usedAt: facts.mtimeMs }];
    });
  return (await Promise.all(found)).flat().sort((one, other) => other.usedAt - one.usedAt);
}
