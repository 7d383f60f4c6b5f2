import ts from 'typescript';
import { LocalFiles } from '../modules/local-files';
import { LocalModules } from '../modules/local-modules';
import { ProjectSettingsReader } from '../modules/project-settings';
import { cellOptions } from './cell-options';
import { ModuleLookup } from './module-lookup';
import { SourceFiles } from './source-files';

/** The user's own files where no cell runs and no checker lives: in a thread, a child program, an export. */
export function modulesWithoutChecker(files = new LocalFiles()): LocalModules {
  const options = cellOptions();
  const settings = new ProjectSettingsReader();
  const sources = new SourceFiles(files);
  const host = { ...ts.createCompilerHost(options), fileExists: (name: string) => sources.has(name) };
  const lookup = new ModuleLookup(process.cwd(), options, host, settings);
  return new LocalModules({
    files,
    settings,
    typescript: {
      findFile: (specifier, from, how) => {
        const mode = how === 'import' ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS;
        return lookup.find(specifier, from, mode).resolvedModule?.resolvedFileName;
      },
      // Without a checker, only what is written as a type is known to be one.
      isOnlyType: () => false,
    },
  });
}
