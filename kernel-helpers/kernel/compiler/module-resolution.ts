import { builtinModules } from 'node:module';
import ts from 'typescript';

type Resolver = NonNullable<
  ts.WatchCompilerHostOfFilesAndCompilerOptions<ts.BuilderProgram>['resolveModuleNameLiterals']
>;

/**
 * Finds modules as TypeScript does, with two differences: Node's own modules are not searched for in every
 * `node_modules` folder upwards, which is half of a kernel's start, and nothing is remembered between two cells,
 * so that a package that was installed meanwhile is found.
 */
export function createModuleResolver(host: ts.ModuleResolutionHost): Resolver {
  const builtins = new Set(builtinModules);
  const isBuiltin = (name: string) => name.startsWith('node:') || builtins.has(name);
  return (literals, containingFile, _redirected, options) =>
    literals.map(({ text }) => {
      // @types/node declares these as ambient modules, which need no file.
      if (isBuiltin(text)) return { resolvedModule: undefined };
      return ts.resolveModuleName(text, containingFile, options, host);
    });
}
