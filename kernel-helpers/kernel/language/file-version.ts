import { statSync } from 'node:fs';

/** Values that change when the file changes. */
export interface FileVersion {
  readonly size: number;
  readonly modifiedMs: number;
}

/** Undefined when there is no such file. */
export function versionOf(file: string): FileVersion | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found && { size: found.size, modifiedMs: found.mtimeMs };
}

/** True while a file has not changed. */
export function isUnchanged(file: string, { size, modifiedMs }: FileVersion): boolean {
  const now = versionOf(file);
  return now?.size === size && now.modifiedMs === modifiedMs;
}
