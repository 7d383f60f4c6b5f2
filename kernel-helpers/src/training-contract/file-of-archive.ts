import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type * as Tar from 'tar';
import { UserError } from '../errors';

/** What a `.tar.gz` holds. */
export interface ArchivedFile {
  /** Names of all its files. */
  readonly files: readonly string[];
  /** The wanted file; undefined if it is not there. */
  readonly content?: Uint8Array;
}

/**
 * Reads one file of a `.tar.gz` in memory; nothing is written to the disk.
 * @param name what messages call the archive
 * @throws UserError for an archive that is not whole.
 */
export async function fileOfArchive(archive: Uint8Array, wanted: string, name: string): Promise<ArchivedFile> {
  const { Parser } = require('tar') as typeof Tar;
  const files: string[] = [];
  const chunks: Buffer[] = [];
  let isThere = false;
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      const path = entry.path.replace(/^\.\//, '');
      if (entry.type === 'File') files.push(path);
      if (entry.type !== 'File' || path !== wanted) return entry.resume();
      isThere = true;
      entry.on('data', (chunk) => chunks.push(chunk));
    },
  });
  try {
    await pipeline(Readable.from([archive]), parser);
  } catch (cause) {
    throw new UserError(`${name} cannot be unpacked. It must be a whole .tar.gz.`, { cause });
  }
  return isThere ? { files, content: Buffer.concat(chunks) } : { files };
}
