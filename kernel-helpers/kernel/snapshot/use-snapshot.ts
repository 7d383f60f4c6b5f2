import { Module } from 'node:module';
import { isUnchanged } from '../language/file-version';
import { forgetCompiler } from '../language/snapshot-compiler';
import { filesOfSnapshot, modulesOfSnapshot, restoreConsoleClass, type SnapshotModule } from './snapshot-modules';

/**
 * Makes `require` find the modules in the snapshot from which this process was started, if it was started from one.
 * Each entry imports this file first.
 */
function useSnapshot(): void {
  restoreConsoleClass();
  const modules = modulesOfSnapshot() ?? [];
  // When one file has changed since, all modules are loaded from their files, because they belong together.
  if ([...modules, ...filesOfSnapshot()].every(({ filename, version }) => isUnchanged(filename, version))) {
    for (const module of modules) require.cache[module.filename] = asLoaded(module);
  } else {
    forgetCompiler();
  }
}

function asLoaded({ filename, exports }: SnapshotModule): NodeModule {
  const module = new Module(filename);
  module.filename = filename;
  module.loaded = true;
  module.exports = exports;
  return module;
}

useSnapshot();
