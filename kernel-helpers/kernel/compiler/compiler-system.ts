import type ts from 'typescript';
import { parsedFilesOfSnapshot } from './parsed-files';

/**
 * Only files outside `node_modules` are watched, because the user edits those. Watching an installed declaration file
 * costs a handle for each, and watching a folder would walk through everything below it.
 */
export function watchFewFiles(system: ts.System): ts.System {
  const notWatched: ts.FileWatcher = { close: () => undefined };
  const few: ts.System = Object.create(system);
  few.watchFile = (path, callback, ...rest) => {
    // The notebook itself may lie below such a folder, as the kernel's own cells do while an installed kernel's snapshot is built.
    const below = `${process.cwd()}/`;
    const place = path.startsWith(below) ? path.slice(below.length - 1) : path;
    if (place.includes('/node_modules/')) return notWatched;
    return system.watchFile?.(path, callback, ...rest) ?? notWatched;
  };
  few.watchDirectory = () => notWatched;
  return few;
}

/**
 * After a start from a snapshot, files in it are not read again. No text is hashed either: TypeScript asks for hashes
 * to tell versions of a text apart, and the text itself, which is in memory anyway, serves as well.
 */
export function readOnce(system: ts.System): ts.System {
  const parsedFiles = parsedFilesOfSnapshot();
  if (!parsedFiles) return system;
  const reading: ts.System = Object.create(system);
  reading.readFile = (path, encoding) => parsedFiles.readUnchanged(path) ?? system.readFile(path, encoding);
  reading.createHash = (text) => text;
  return reading;
}
