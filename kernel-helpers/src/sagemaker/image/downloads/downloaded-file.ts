import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlatformError } from '../../../errors';

/** Lets a program download one file into an empty folder, which is removed again, and reads that file. */
export async function downloadedFile(title: string, download: (folder: string) => Promise<void>): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'training-image-'));
  try {
    await download(folder);
    const [file, ...others] = await readdir(folder);
    if (file === undefined || others.length > 0) throw new PlatformError(`${title} did not bring exactly one file.`);
    return await readFile(join(folder, file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
