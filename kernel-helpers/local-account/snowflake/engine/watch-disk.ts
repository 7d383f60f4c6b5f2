import { statfs } from 'node:fs/promises';
import { tooLarge } from '../snowflake-error';
import type { Cancellation } from './cancellation';

const LOOK_EVERY_MILLISECONDS = 500;
const GIBIBYTE = 1024 ** 3;
/** What a statement leaves of the disk: this much, or a tenth of a small one. */
const RESERVE_BYTES = 2 * GIBIBYTE;
const RESERVE_SHARE = 0.1;
/** A disk that was nearly full before does not stop a statement that hardly writes. */
const HARMLESS_BYTES = GIBIBYTE / 4;

/** Cancels a statement that fills the disk: DuckDB bounds its temporary files, not what it writes into tables. */
export function watchDisk(directory: string, cancellation: Cancellation): () => void {
  let freeAtStart: number | undefined;
  const look = async (): Promise<void> => {
    const { bavail, blocks, bsize } = await statfs(directory);
    const free = bavail * bsize;
    freeAtStart ??= free;
    const reserve = Math.min(RESERVE_BYTES, blocks * bsize * RESERVE_SHARE);
    if (free < reserve && freeAtStart - free > HARMLESS_BYTES) cancellation.cancel(tooLarge('disk'));
  };
  // Where the file system does not tell, nothing is watched.
  const timer = setInterval(() => void look().catch(() => clearInterval(timer)), LOOK_EVERY_MILLISECONDS).unref();
  return () => clearInterval(timer);
}
