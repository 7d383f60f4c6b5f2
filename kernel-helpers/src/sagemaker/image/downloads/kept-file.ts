import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import envPaths from 'env-paths';

/** Where downloads are kept between builds. */
export const KEPT_DOWNLOADS = join(envPaths('kernel-helpers', { suffix: '' }).cache, 'training-image');

export interface KeptFile {
  readonly path: string;
  /** Whether these are the bytes that the file must have. Asked at every use. */
  isGenuine(content: Uint8Array): boolean;
  /** Brings the file from elsewhere; it has made sure that the bytes are genuine. */
  fetch(): Promise<Uint8Array>;
}

/** The content of a file that was downloaded once. A damaged copy counts as missing. */
export async function keptFile({ path, isGenuine, fetch }: KeptFile): Promise<Uint8Array> {
  const kept = await readFile(path).catch(() => undefined);
  if (kept !== undefined && isGenuine(kept)) {
    await markUsed(path);
    return kept;
  }
  const content = await fetch();
  await keep(path, content);
  return content;
}

/** Notes that a build has used a file now: what is used stays longest. */
export async function markUsed(path: string): Promise<void> {
  const now = new Date();
  // A folder that cannot be written is never made smaller either.
  await utimes(path, now, now).catch(() => undefined);
}

/** A reader never sees half a file. A folder that cannot be written only means another download next time. */
export async function keep(path: string, content: Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, content);
    await rename(temporary, path);
  } catch {
    // The download itself is there, and is used.
  } finally {
    await rm(temporary, { force: true });
  }
}
