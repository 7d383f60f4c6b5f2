import type { FileVersion } from '../language/file-version';

/** A file of which something lies in the snapshot. */
export interface SnapshotFile {
  readonly filename: string;
  readonly version: FileVersion;
}

/** A module that lies in the snapshot, and the file it was built from. */
export interface SnapshotModule extends SnapshotFile {
  readonly exports: unknown;
}

/** Under this symbol a process that was started from a snapshot finds the modules that lie in it. */
const MODULES = Symbol.for('tslab-kernel.snapshot-modules');
const FILES = Symbol.for('tslab-kernel.snapshot-files');

/** Called while the snapshot is built. */
export function keepModules(modules: readonly SnapshotModule[], files: readonly SnapshotFile[]): void {
  Object.defineProperty(globalThis, MODULES, { value: modules });
  Object.defineProperty(globalThis, FILES, { value: files });
}

/** The modules of the snapshot that this process was started from; undefined after a plain start. */
export function modulesOfSnapshot(): readonly SnapshotModule[] | undefined {
  return (globalThis as { [MODULES]?: readonly SnapshotModule[] })[MODULES];
}

/** Files, besides those of the modules, on which the snapshot rests. */
export function filesOfSnapshot(): readonly SnapshotFile[] {
  return (globalThis as { [FILES]?: readonly SnapshotFile[] })[FILES] ?? [];
}

const CONSOLE_CLASS = Symbol.for('tslab-kernel.console-class');

/** Called while the snapshot is built: Node.js loses `console.Console` in it. */
export function keepConsoleClass(): void {
  Object.defineProperty(globalThis, CONSOLE_CLASS, { value: console.Console });
}

export function restoreConsoleClass(): void {
  const { [CONSOLE_CLASS]: kept } = globalThis as { [CONSOLE_CLASS]?: typeof console.Console };
  if (kept) Object.assign(console, { Console: kept });
}
