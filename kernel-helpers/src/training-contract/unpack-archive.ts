import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type * as Tar from 'tar';
import { UserError } from '../errors';

/**
 * Unpacks a `.tar.gz` into a folder that holds nothing else.
 * @param archive the archive's bytes; @param name what messages call it
 * @throws UserError for an incomplete archive, or one that holds anything but files and folders below its top: a link,
 * an absolute path or one with `..` could read or write outside the folder.
 */
export async function unpackArchive(archive: Readable, name: string, folder: string): Promise<void> {
  const { extract } = require('tar') as typeof Tar;
  const refused: string[] = [];
  const filter = (path: string, entry: object): boolean => {
    const isPlain = 'type' in entry && ['File', 'OldFile', 'ContiguousFile', 'Directory'].includes(String(entry.type));
    if (isPlain && staysBelow(path)) return true;
    refused.push(isPlain ? path : `${path} (${'type' in entry ? entry.type : 'unknown'})`);
    return false;
  };
  try {
    await pipeline(archive, extract({ cwd: folder, strict: true, filter }));
  } catch (cause) {
    throw new UserError(`${name} cannot be unpacked. It must be a whole .tar.gz; upload it again.`, { cause });
  }
  if (refused.length > 0) {
    throw new UserError(
      `${name} holds entries that may not be unpacked: ${refused.slice(0, 5).join(', ')}. Pack files and folders only, under their own names: no links, no absolute paths, no "..".`,
    );
  }
}

/** True for a path that stays below the folder that it is joined to, on every operating system. */
export function staysBelow(path: string): boolean {
  const parts = path.split(/[/\\]/);
  return !/^(?:[/\\]|[A-Za-z]:)/.test(path) && !path.includes('\0') && !parts.includes('..');
}
