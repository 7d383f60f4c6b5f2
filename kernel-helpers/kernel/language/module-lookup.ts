import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alsoAmongOwn } from 'kernel-helpers/own-packages';
import ts from 'typescript';
import { isCellFile, isCellSpecifier } from './cell-file';

type Found = ts.ResolvedModuleWithFailedLookupLocations;

const BUILTINS: ReadonlySet<string> = new Set(builtinModules);
const NOTHING: Found = { resolvedModule: undefined } as Found;

/** Finds the files behind import specifiers, as Node.js finds them and with the endings that people leave out. */
export class ModuleLookup {
  private readonly known: ts.ModuleResolutionCache;

  constructor(
    directory: string,
    private readonly options: ts.CompilerOptions,
    private readonly host: ts.ModuleResolutionHost,
  ) {
    this.known = ts.createModuleResolutionCache(directory, (name) => name, options);
  }

  find(specifier: string, from: string, mode: ts.ResolutionMode): Found {
    if (isCellSpecifier(specifier)) return cellAt(join(dirname(from), specifier));
    // @types/node declares these as ambient modules, which need no file.
    if (specifier.startsWith('node:') || BUILTINS.has(specifier)) return NOTHING;
    if (specifier.startsWith('file:')) return this.find(fileURLToPath(specifier), from, mode);
    // The kernel's own folder may lie below such a folder, and so do the cells that prepare its snapshot.
    const isOfUser = !from.includes('/node_modules/') || isCellFile(from);
    const isPath = /^\.{0,2}(?:\/|$)/.test(specifier);
    // A user's own files come and go; what a package imports stays.
    const search = (how: ts.ResolutionMode) => {
      const known = isOfUser ? undefined : this.known;
      return alsoAmongOwn(specifier, from, (file) =>
        ts.resolveModuleName(specifier, file, this.options, this.host, known, undefined, how),
      );
    };
    const found = search(mode);
    // `./houses` and `./folder`: only CommonJS finds what lacks its ending.
    return found.resolvedModule || !isOfUser || !isPath ? found : search(ts.ModuleKind.CommonJS);
  }
}

function cellAt(resolvedFileName: string): Found {
  const resolvedModule = { resolvedFileName, extension: ts.Extension.Mts, isExternalLibraryImport: false };
  return { resolvedModule } as Found;
}
