import { statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { quoteText } from '../identifiers';

/** What statements may take of the machine, all sessions together. */
export interface Bounds {
  readonly memoryBytes: number;
  /** Of the disk, for what does not fit into the memory. */
  readonly temporaryBytes: number;
  readonly threads: number;
}

const GIBIBYTE = 1024 ** 3;
const SHARE_OF_MEMORY = 0.3;
const MOST_MEMORY_BYTES = 16 * GIBIBYTE;
const SHARE_OF_FREE_DISK = 0.25;
const MOST_TEMPORARY_BYTES = 20 * GIBIBYTE;
/** Each thread takes memory of its own. */
const MOST_THREADS = 8;

/** Bounds well below what the machine (or this container of it) has: notebooks and training run beside. */
export async function boundsOfMachine(directory: string): Promise<Bounds> {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  const { bavail, bsize } = await statfs(directory);
  return {
    memoryBytes: Math.min(MOST_MEMORY_BYTES, Math.floor(memory * SHARE_OF_MEMORY)),
    temporaryBytes: Math.min(MOST_TEMPORARY_BYTES, Math.floor(bavail * bsize * SHARE_OF_FREE_DISK)),
    threads: Math.min(MOST_THREADS, availableParallelism()),
  };
}

/** The folder comes first: DuckDB keeps a bound on temporary files only for the folder that it has when the bound is set. */
export function boundsSql(
  { memoryBytes, temporaryBytes, threads }: Bounds,
  temporaryFolder: string,
): readonly string[] {
  return [
    `SET temp_directory = ${quoteText(temporaryFolder)}`,
    `SET max_temp_directory_size = '${temporaryBytes} bytes'`,
    `SET memory_limit = '${memoryBytes} bytes'`,
    `SET threads = ${threads}`,
  ];
}
