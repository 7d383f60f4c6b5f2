import { dirname, extname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { asksResolve, resolveHere } from './import-meta-resolve';
import type { LocalFiles } from './local-files';
import { packageAddress } from './package-files';

/** JavaScript in place of a file of the user's, for Node's loader. */
export interface LocalModule {
  readonly format: 'module' | 'commonjs';
  readonly source: string;
  readonly sourceMap: string;
}

const IS_PATH = /^(?:\.{1,2}(?:\/|$)|\/|file:)/;
const CODE = /\.[mc]?[jt]sx?$/;
const TYPESCRIPT = /\.[mc]?tsx?$/;
/** People write `./houses.js` for houses.ts, as it will be called when it is compiled. */
const WRITTEN_FOR: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
  '.jsx': ['.tsx'],
};
const LEFT_OUT = [
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.mjs',
  '.cjs',
  '.json',
  '/index.ts',
  '/index.tsx',
  '/index.js',
];

/**
 * The user's own files as native modules. A file that was edited is another module, and so are the files that import
 * it: their address ends in the time of the last change behind them.
 */
export class LocalModules {
  private readonly imports = new Map<string, { readonly version: number; readonly files: readonly string[] }>();

  private readonly firstVersions = new Map<string, number>();

  constructor(
    private readonly files: LocalFiles,
    private readonly onLoad: (url: string, file: string, code: string, sourceMap: string) => void,
  ) {}

  /** The address of a file of the user's that a file of the user's imports; undefined for everything else. */
  resolve(specifier: string, importingUrl: string | undefined): string | undefined {
    if (!importingUrl?.startsWith('file:') || !IS_PATH.test(specifier)) return undefined;
    const importing = fileURLToPath(importingUrl);
    if (!isOfUser(importing) && !TYPESCRIPT.test(importing)) return undefined;
    const file = this.find(
      specifier.startsWith('file:') ? fileURLToPath(specifier) : resolve(dirname(importing), specifier),
    );
    if (file === undefined || !isModule(file)) return undefined;
    return this.addressOf(file);
  }

  /** What `import.meta.resolve` gives in a cell or in a file of the user's. */
  addressFor(specifier: string, importingUrl: string): string {
    const own = this.resolve(specifier, importingUrl);
    if (own !== undefined) return own;
    return IS_PATH.test(specifier) ? new URL(specifier, importingUrl).href : packageAddress(specifier, importingUrl);
  }

  /** The JavaScript of such an address; undefined when Node.js can load the file itself. */
  load(url: string): LocalModule | undefined {
    if (!url.startsWith('file:')) return undefined;
    const file = fileURLToPath(url);
    if (file.endsWith('.json'))
      return { format: 'module', source: `export default ${this.files.read(file)};`, sourceMap: '' };
    // Packages have TypeScript too, when they are linked and not published.
    if (!TYPESCRIPT.test(file) && !this.needsResolve(file)) return undefined;
    const isCommonJs = file.endsWith('.cts');
    const code = this.files.read(file);
    const { outputText, sourceMapText = '' } = ts.transpileModule(code, {
      fileName: file,
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: isCommonJs ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext,
        esModuleInterop: true,
        sourceMap: true,
        jsx: ts.JsxEmit.React,
      },
      transformers: { before: [resolveHere] },
    });
    this.onLoad(url, file, code, sourceMapText);
    const source = outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '');
    return { format: isCommonJs ? 'commonjs' : 'module', source, sourceMap: sourceMapText };
  }

  /** JavaScript of the user's that Node.js could load itself, if it did not ask where a module is. */
  private needsResolve(file: string): boolean {
    return isOfUser(file) && CODE.test(file) && asksResolve(file, this.files.read(file));
  }

  /** `./houses`, `./houses.js` for houses.ts, `./folder`: whatever TypeScript would find. */
  find(wanted: string): string | undefined {
    if (this.files.has(wanted)) return wanted;
    const ending = extname(wanted);
    const swapped = (WRITTEN_FOR[ending] ?? []).map((other) => wanted.slice(0, -ending.length) + other);
    return [...swapped, ...LEFT_OUT.map((other) => wanted + other)].find((file) => this.files.has(file));
  }

  /** The file's own address as long as nothing behind it has changed, so that `import.meta.url` is what people expect. */
  private addressOf(file: string): string {
    const version = this.versionBehind(file, new Set());
    const first = this.firstVersions.get(file) ?? version;
    this.firstVersions.set(file, first);
    const { href } = pathToFileURL(file);
    return version === first ? href : `${href}?v=${version}`;
  }

  /** The last change of a file and of all local files behind it. */
  private versionBehind(file: string, seen: Set<string>): number {
    if (seen.has(file)) return 0;
    seen.add(file);
    const { version, files } = this.importsOf(file);
    return files.reduce((newest, other) => Math.max(newest, this.versionBehind(other, seen)), version);
  }

  private importsOf(file: string): { readonly version: number; readonly files: readonly string[] } {
    const version = this.files.version(file) ?? 0;
    const known = this.imports.get(file);
    if (known?.version === version) return known;
    const named = CODE.test(file) ? ts.preProcessFile(this.files.read(file), true, true).importedFiles : [];
    const files = named
      .filter(({ fileName }) => /^\.{1,2}(?:\/|$)/.test(fileName))
      .flatMap(({ fileName }) => this.find(resolve(dirname(file), fileName)) ?? []);
    const found = { version, files };
    this.imports.set(file, found);
    return found;
  }
}

function isOfUser(file: string): boolean {
  return !/[\\/]node_modules[\\/]/.test(file);
}

function isModule(file: string): boolean {
  return CODE.test(file) || file.endsWith('.json');
}
