import { fileURLToPath, pathToFileURL } from 'node:url';
import { FileEditions, type LocalImports } from './file-editions';
import { isDeclaration, isJavaScript, isJson, isOfUser, isTypeScript, mayImport, scriptsBehind } from './file-kinds';
import { type FileScript, scriptOfFile } from './file-script';
import { asksResolve } from './import-meta-resolve';
import { importedNames } from './imported-names';
import { isEsModule } from './javascript-format';
import type { LocalFiles } from './local-files';
import { explainMissing } from './missing-packages';
import { packageAddress } from './package-files';
import type { ProjectSettingsReader } from './project-settings';

/** JavaScript in place of a file of the user's, for Node's loader. */
export interface LocalModule {
  readonly format: 'module' | 'commonjs';
  readonly source: string;
}

/** What TypeScript knows of the files. */
export interface FilesOfTypeScript {
  /** The file whose types an import has; undefined when there is none. */
  findFile(specifier: string, from: string, how: 'import' | 'require'): string | undefined;
  /** Whether the name at a position of a file is only a type. */
  isOnlyType(file: string, position: number): boolean;
}

export interface LocalModulesOptions {
  readonly files: LocalFiles;
  readonly settings: ProjectSettingsReader;
  readonly typescript: FilesOfTypeScript;
  /** `script` is the name under which V8 knows the file. */
  readonly onLoad?: (script: string, file: string, code: string, sourceMap: string) => void;
}

const IS_PATH = /^(?:\.{1,2}(?:\/|$)|\/|file:)/;

/** A module calls the function under this symbol when it was evaluated to its end. */
const FINISHED = Symbol.for('tslab-kernel.module-finished');

/**
 * The user's own files as native modules. Where TypeScript finds the types of an import, there is what runs. Each
 * edition of a file has its own address; the first has the file's.
 */
export class LocalModules {
  private readonly editions: FileEditions;
  private readonly scripts = new Map<string, { readonly version: string | undefined; readonly script: FileScript }>();
  private readonly unfinished = new Set<string>();
  private readonly required = new Set<string>();

  constructor(private readonly options: LocalModulesOptions) {
    this.editions = new FileEditions({
      versionOf: (file) => options.files.version(file),
      importsOf: (file) => this.importsOf(file),
      onChange: (files) => {
        // CommonJS modules have no editions, so Node.js is told to forget them.
        for (const file of files) delete require.cache[file];
      },
    });
    const finish = (url: string) => this.unfinished.delete(url.startsWith('file:') ? fileURLToPath(url) : url);
    Object.defineProperty(globalThis, FINISHED, { value: finish, configurable: true });
  }

  /** The address of a file of the user's that a file of the user's imports; undefined for everything else. */
  resolve(specifier: string, importingUrl: string | undefined): string | undefined {
    if (!importingUrl?.startsWith('file:') || specifier.startsWith('node:')) return undefined;
    const file = this.fileOf(specifier, fileURLToPath(importingUrl));
    if (file === undefined) return undefined;
    // What a module imports while it loads has the edition that was found when its own address was.
    const isLoading = this.unfinished.has(fileURLToPath(importingUrl));
    const edition = isLoading ? this.editions.known(file) : this.editions.current(file);
    const { href } = pathToFileURL(file);
    return edition === 1 ? href : `${href}?v=${edition}`;
  }

  /** What `import.meta.resolve` gives in a cell or in a file of the user's. */
  addressFor(specifier: string, importingUrl: string): string {
    const own = this.resolve(specifier, importingUrl);
    if (own !== undefined) return own;
    if (IS_PATH.test(specifier)) return new URL(specifier, importingUrl).href;
    try {
      return packageAddress(specifier, importingUrl);
    } catch (error) {
      throw explainMissing(error, specifier, fileURLToPath(importingUrl));
    }
  }

  /** The file of the user's that an import in a file of the user's means; undefined for everything else. */
  fileOf(specifier: string, importingFile: string): string | undefined {
    return this.find(specifier, importingFile, 'import');
  }

  /** The file of the user's that `require` in a file of the user's means; undefined for everything else. */
  resolveRequired(specifier: string, importingFile: string): string | undefined {
    return this.find(specifier, importingFile, 'require');
  }

  /** Call before a cell that may require: Node.js loads a required file of TypeScript again when it was edited. */
  forgetEditedRequired(): void {
    for (const file of this.required) this.editions.current(file);
  }

  /** True for files that an import loads anew when they were edited. */
  loadsNewest(file: string): boolean {
    return this.editions.has(file);
  }

  /** The JavaScript of an address; undefined when Node.js can load the file itself. */
  load(url: string): LocalModule | undefined {
    if (!url.startsWith('file:')) return undefined;
    const file = fileURLToPath(url);
    if (isJson(file)) return { format: 'module', source: this.jsonModule(file) };
    // Packages have TypeScript too, when they are linked and not published.
    if (!isTypeScript(file) && !this.isModuleOfUser(file)) return undefined;
    this.unfinished.add(file);
    const { format, code, sourceMap } = this.scriptOf(file);
    this.scripts.delete(file);
    // V8 knows a file of CommonJS by its path.
    const name = format === 'module' ? url : file;
    if (sourceMap !== '') this.options.onLoad?.(name, file, this.options.files.read(file), sourceMap);
    return { format, source: withFinish(code, format === 'module' ? 'import.meta.url' : '__filename') };
  }

  private isModuleOfUser(file: string): boolean {
    return isOfUser(file) && isJavaScript(file) && isEsModule(file, this.options.files.read(file));
  }

  /** The JavaScript that `require` gets. */
  loadRequired(file: string): string {
    this.required.add(file);
    this.editions.known(file);
    const { code, sourceMap } = this.compile(file, 'commonjs');
    this.options.onLoad?.(file, file, this.options.files.read(file), sourceMap);
    return code;
  }

  /** Call when a cell has failed: files that it was loading are loaded anew by the next import. */
  forgetUnfinished(): void {
    this.editions.outdate(this.unfinished);
    this.unfinished.clear();
  }

  private find(specifier: string, from: string, how: 'import' | 'require'): string | undefined {
    if (!isOfUser(from) && !isTypeScript(from)) return undefined;
    const { paths, baseUrl } = this.options.settings.of(from).options;
    const isPath = IS_PATH.test(specifier) || specifier.startsWith('#');
    if (!isPath && paths === undefined && baseUrl === undefined) return undefined;
    // An address with a query is for Node.js as it is.
    if (specifier.startsWith('file:') && /[?#]/.test(specifier)) return undefined;
    const path = specifier.startsWith('file:') ? fileURLToPath(specifier) : specifier;
    const found = this.options.typescript.findFile(path, from, how);
    if (found === undefined || (isOfUser(from) && !isOfUser(found))) return undefined;
    if (!isDeclaration(found)) return found;
    return scriptsBehind(found).find((file) => this.options.files.version(file) !== undefined);
  }

  private importsOf(file: string): LocalImports {
    if (!mayImport(file)) return { files: [], lacksSome: false };
    const code = isTypeScript(file) ? this.scriptOf(file).code : this.options.files.read(file);
    const found = importedNames(code).map((name) => ({ name, file: this.find(name, file, 'import') }));
    return {
      files: found.flatMap(({ file: other }) => other ?? []),
      lacksSome: found.some(({ name, file: other }) => other === undefined && /^[./#]/.test(name)),
    };
  }

  private scriptOf(file: string): FileScript {
    const version = this.options.files.version(file);
    const known = this.scripts.get(file);
    if (known?.version === version && known) return known.script;
    const script = this.compile(file, file.endsWith('.cts') ? 'commonjs' : 'module');
    this.scripts.set(file, { version, script });
    return script;
  }

  private compile(file: string, format: FileScript['format']): FileScript {
    const { files, settings, typescript } = this.options;
    const text = files.read(file);
    // Node.js can run other JavaScript as it is.
    if (isJavaScript(file) && !asksResolve(file, text)) return { format, code: text, sourceMap: '' };
    const isOnlyType = (position: number) => typescript.isOnlyType(file, position);
    return scriptOfFile({ file, text, format, settings: settings.of(file).options, isOnlyType });
  }

  private jsonModule(file: string): string {
    const text = this.options.files.read(file);
    return `export default JSON.parse(${JSON.stringify(text)});`;
  }
}

function withFinish(code: string, place: string): string {
  // Debuggers pause before a script with such a last line runs, as with cells. There is no such file.
  const debugged = '//# sourceMappingURL=file';
  return `${code}\n;globalThis[Symbol.for(${JSON.stringify(FINISHED.description)})]?.(${place});\n${debugged}`;
}
