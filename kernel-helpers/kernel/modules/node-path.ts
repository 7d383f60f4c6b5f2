import { delimiter } from 'node:path';

/** The folders in which `require` looks last. */
export function nodePathFolders(): readonly string[] {
  return (process.env.NODE_PATH ?? '').split(delimiter).filter((folder) => folder !== '');
}
