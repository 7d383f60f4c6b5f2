import { Module } from 'node:module';
import { isUnchanged } from '../compiler/file-version';
import { modulesOfSnapshot, type SnapshotModule } from './snapshot-modules';

/**
 * Makes `require` find the modules that lie in the snapshot from which this process was started, if it was.
 * Each entry imports this before all else.
 */
function useSnapshot(): void {
  const modules = modulesOfSnapshot() ?? [];
  // A package that has changed since is loaded from its file, and so is all the rest: they belong together.
  if (!modules.every(({ filename, version }) => isUnchanged(filename, version))) return;
  for (const module of modules) require.cache[module.filename] = asLoaded(module);
}

function asLoaded({ filename, exports }: SnapshotModule): NodeModule {
  const module = new Module(filename);
  module.filename = filename;
  module.loaded = true;
  module.exports = exports;
  return module;
}

useSnapshot();
