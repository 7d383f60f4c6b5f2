import { basename } from 'node:path';

/** tslab's name for the file that holds the cell. */
const CELL_FILE = '__tslab__.ts';

/** True for the cell itself, false for what it imports. */
export function isCellFile(fileName: string): boolean {
  return basename(fileName) === CELL_FILE;
}
