import { statSync } from 'node:fs';

/** What changes when a file does. */
export interface FileVersion {
  readonly size: number;
  readonly modifiedMs: number;
}

/** Undefined when there is no such file. */
export function versionOf(file: string): FileVersion | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found && { size: found.size, modifiedMs: found.mtimeMs };
}

/** True while a file is as it was. */
export function isUnchanged(file: string, { size, modifiedMs }: FileVersion): boolean {
  const now = versionOf(file);
  return now?.size === size && now.modifiedMs === modifiedMs;
}
