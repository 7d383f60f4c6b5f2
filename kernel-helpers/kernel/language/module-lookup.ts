import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alsoAmongOwn } from 'kernel-helpers/own-packages';
import ts from 'typescript';
import { isOfUser, isTypeScript } from '../modules/file-kinds';
import { nodePathFolders } from '../modules/node-path';
import type { ProjectSettingsReader } from '../modules/project-settings';
import { isCellFile, isCellSpecifier } from './cell-file';

type Found = ts.ResolvedModuleWithFailedLookupLocations;

const BUILTINS: ReadonlySet<string> = new Set(builtinModules);
const DANFO = 'danfojs-node';
const DANFO_FOR_CELLS = join(__dirname, 'danfo-for-cells.d.ts');
const NOTHING: Found = { resolvedModule: undefined } as Found;

/** Finds the files behind import specifiers, as Node.js finds them and with the endings that people leave out. */
export class ModuleLookup {
  private readonly known: ts.ModuleResolutionCache;
  private readonly options: ts.CompilerOptions;

  constructor(
    directory: string,
    options: ts.CompilerOptions,
    private readonly host: ts.ModuleResolutionHost,
    private readonly settings: ProjectSettingsReader,
  ) {
    // With it, TypeScript takes types of packages from there that Node.js does not find.
    this.options = { ...options, typeRoots: undefined };
    this.known = ts.createModuleResolutionCache(directory, (name) => name, this.options);
  }

  find(specifier: string, from: string, mode: ts.ResolutionMode): Found {
    if (isCellSpecifier(specifier)) return cellAt(join(dirname(from), specifier));
    // @types/node declares these as ambient modules, which need no file.
    if (specifier.startsWith('node:') || BUILTINS.has(specifier)) return NOTHING;
    if (specifier.startsWith('file:')) return this.find(fileURLToPath(specifier), from, mode);
    // The kernel's own folder may lie below such a folder, and so do the cells that prepare its snapshot.
    return isOfUser(from) || isCellFile(from) || isTypeScript(from)
      ? this.findForUser(specifier, from, mode)
      : this.search(specifier, from, mode);
  }

  /** A user's own files come and go, and follow their project's settings. */
  private findForUser(specifier: string, from: string, mode: ts.ResolutionMode): Found {
    const { paths, baseUrl, pathsBasePath, rootDirs } = this.settings.of(from).options;
    const project = { paths, baseUrl, pathsBasePath, rootDirs };
    const options = { ...this.options, ...Object.fromEntries(Object.entries(project).filter(([, value]) => value)) };
    const search = (how: ts.ResolutionMode) => this.realPlaceOf(this.search(specifier, from, how, options));
    const found = search(mode);
    if (found.resolvedModule) return specifier === DANFO && from !== DANFO_FOR_CELLS ? danfoForCells(found) : found;
    // `./houses` and `./folder`: only CommonJS finds what lacks its ending.
    const other = search(ts.ModuleKind.CommonJS);
    const isOther = other.resolvedModule && isOfUser(other.resolvedModule.resolvedFileName) === isOfUser(from);
    return isOther ? other : (this.inNodePath(specifier, from) ?? found);
  }

  /** `require` looks there last, and so does this kernel's `import`. */
  private inNodePath(specifier: string, from: string): Found | undefined {
    if (/^[./#]/.test(specifier)) return undefined;
    const places = nodePathFolders().map((folder) => join(folder, specifier));
    return places
      .map((place) => this.search(place, from, ts.ModuleKind.CommonJS, this.options))
      .find(({ resolvedModule }) => resolvedModule !== undefined);
  }

  private search(specifier: string, from: string, mode: ts.ResolutionMode, options?: ts.CompilerOptions): Found {
    // What a package imports stays.
    const known = options ? undefined : this.known;
    return alsoAmongOwn(specifier, from, (file) =>
      ts.resolveModuleName(specifier, file, options ?? this.options, this.host, known, undefined, mode),
    );
  }

  /** Node.js takes a file behind a symbolic link for the one that it leads to. */
  private realPlaceOf(found: Found): Found {
    const { resolvedModule } = found;
    if (!resolvedModule || !isOfUser(resolvedModule.resolvedFileName)) return found;
    const resolvedFileName = this.host.realpath?.(resolvedModule.resolvedFileName) ?? resolvedModule.resolvedFileName;
    return { ...found, resolvedModule: { ...resolvedModule, resolvedFileName } };
  }
}

function cellAt(resolvedFileName: string): Found {
  const resolvedModule = { resolvedFileName, extension: ts.Extension.Mts, isExternalLibraryImport: false };
  return { resolvedModule } as Found;
}

/** danfo's types as cells know them. A copy of danfo without types has none to correct. */
function danfoForCells(found: Found): Found {
  const { resolvedModule } = found;
  if (resolvedModule?.extension !== ts.Extension.Dts) return found;
  // As a file of no package: TypeScript takes two files for one which are the entries of the same package.
  const own = { resolvedFileName: DANFO_FOR_CELLS, extension: ts.Extension.Dts, isExternalLibraryImport: false };
  return { ...found, resolvedModule: own };
}
