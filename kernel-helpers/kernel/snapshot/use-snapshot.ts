import { statSync } from 'node:fs';
import { Module } from 'node:module';
import { modulesOfSnapshot, type SnapshotModule } from './snapshot-modules';

/**
 * Makes `require` find the modules that lie in the snapshot from which this process was started, if it was.
 * Each entry imports this before all else.
 */
function useSnapshot(): void {
  const modules = modulesOfSnapshot() ?? [];
  // A package that has changed since is loaded from its file, and so is all the rest: they belong together.
  if (!modules.every(isUnchanged)) return;
  for (const module of modules) require.cache[module.filename] = asLoaded(module);
}

function isUnchanged({ filename, size, modifiedMs }: SnapshotModule): boolean {
  const found = statSync(filename, { throwIfNoEntry: false });
  return found !== undefined && found.size === size && found.mtimeMs === modifiedMs;
}

function asLoaded({ filename, exports }: SnapshotModule): NodeModule {
  const module = new Module(filename);
  module.filename = filename;
  module.loaded = true;
  module.exports = exports;
  return module;
}

useSnapshot();
