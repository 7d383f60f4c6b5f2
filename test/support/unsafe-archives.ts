import { gzipSync } from 'node:zlib';
import { Header } from 'tar';

interface Entry {
  readonly path: string;
  readonly type?: 'File' | 'SymbolicLink' | 'Link';
  readonly linkpath?: string;
}

/** Archives that would read or write outside of the folder they are unpacked into, with what the error names. */
export const UNSAFE_ARCHIVES: readonly (readonly [name: string, entry: Entry, refused: string])[] = [
  ['a path that climbs out', { path: '../outside' }, '../outside'],
  ['a path that climbs out further down', { path: 'inside/../../outside' }, 'inside/../../outside'],
  ['a path that climbs out with backslashes', { path: '..\\outside' }, '..\\outside'],
  ['an absolute path', { path: '/outside' }, '/outside'],
  ['a path on a drive', { path: 'C:\\outside' }, 'C:\\outside'],
  ['a symbolic link', { path: 'link', type: 'SymbolicLink', linkpath: '/etc/hostname' }, 'link (SymbolicLink)'],
  ['a hard link', { path: 'twin', type: 'Link', linkpath: '../outside' }, 'twin (Link)'],
];

/** A `.tar.gz` of the entry and of a plain file beside it, which ordinary tools would not pack. */
export function archiveWith(entry: Entry): Buffer {
  return gzipSync(Buffer.concat([block({ path: 'xgboost-model' }), block(entry), Buffer.alloc(1024)]));
}

function block({ path, type = 'File', linkpath }: Entry): Buffer {
  const content = type === 'File' ? Buffer.alloc(512, 'a model') : Buffer.alloc(0);
  const header = Buffer.alloc(512);
  new Header({ path, type, linkpath, mode: 0o644, size: content.length, mtime: new Date(0) }).encode(header, 0);
  return Buffer.concat([header, content]);
}
