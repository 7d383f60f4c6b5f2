import { builtinModules } from 'node:module';
import { alsoAmongOwn } from 'kernel-helpers/own-packages';
import ts from 'typescript';
import { isCellFile } from './cell-file';

type Host = Pick<
  ts.WatchCompilerHostOfFilesAndCompilerOptions<ts.BuilderProgram>,
  'resolveModuleNameLiterals' | 'hasInvalidatedResolutions' | 'getModuleResolutionCache'
> &
  ts.ModuleResolutionHost;

/**
 * Finds modules as TypeScript does, with three differences. Node's own modules are not searched for in the `node_modules`
 * of every parent folder, which would take half of a kernel's start. The imports of a cell are looked up again every
 * time, so that a package that was installed meanwhile is found. And the packages of this release are found everywhere.
 */
export function resolveModulesFresh(host: Host, options: ts.CompilerOptions): void {
  const builtins = new Set(builtinModules);
  const isBuiltin = (name: string) => name.startsWith('node:') || builtins.has(name);
  const cache = ts.createModuleResolutionCache(process.cwd(), (name) => name, options);
  host.resolveModuleNameLiterals = (literals, containingFile) => {
    const known = isCellFile(containingFile) ? undefined : cache;
    return literals.map(({ text }) => {
      // @types/node declares these as ambient modules, which need no file.
      if (isBuiltin(text)) return { resolvedModule: undefined };
      return alsoAmongOwn(text, containingFile, (file) => ts.resolveModuleName(text, file, options, host, known));
    });
  };
  host.getModuleResolutionCache = () => cache;
  // Files that did not change keep their resolved imports; a cell always counts as changed.
  host.hasInvalidatedResolutions = () => false;
}
