import { existsSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { alsoAmongOwn } from 'kernel-helpers/own-packages';
import ts from 'typescript';
import { conditionsOfThisNode } from './node-conditions';

/** A file of a package, and what it is where its package says so. */
export interface PackageFile {
  readonly file: string;
  readonly format?: 'module' | 'json';
}

/** TypeScript keeps the first option out of its declarations: with it, the code is found and not its types. */
const OPTIONS: ts.CompilerOptions & { readonly noDtsResolution: boolean } = {
  noDtsResolution: true,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowJs: true,
  resolveJsonModule: true,
  customConditions: conditionsOfThisNode(),
};

const SOURCE = /\.([mc]?)ts$/;

/**
 * Finds the code that a specifier means, by Node's rules and as the disk is now. Node.js itself remembers for ever that
 * a package was not there, and a notebook installs packages while it runs.
 */
export function findPackageFile(specifier: string, from: string, how: 'import' | 'require'): PackageFile | undefined {
  const mode = how === 'import' ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS;
  const { resolvedModule } = alsoAmongOwn(specifier, from, (importing) =>
    ts.resolveModuleName(specifier, importing, OPTIONS, ts.sys, undefined, undefined, mode),
  );
  if (!resolvedModule) return undefined;
  const file = codeBeside(resolvedModule.resolvedFileName);
  if (file.endsWith('.json')) return { file, format: 'json' };
  const isModule = ts.getImpliedNodeFormatForFile(file, undefined, ts.sys, OPTIONS) === ts.ModuleKind.ESNext;
  return { file, ...(isModule && { format: 'module' }) };
}

/** TypeScript takes `index.ts` for `index.js` when a package ships both. */
function codeBeside(file: string): string {
  const compiled = file.replace(SOURCE, '.$1js');
  return existsSync(compiled) ? compiled : file;
}

/** What `import.meta.resolve` gives for a specifier that is no path. Throws what Node.js throws. */
export function packageAddress(specifier: string, importingUrl: string): string {
  if (isBuiltin(specifier)) return specifier.startsWith('node:') ? specifier : `node:${specifier}`;
  if (URL.canParse(specifier)) return new URL(specifier).href;
  const from = fileURLToPath(importingUrl);
  const found = findPackageFile(specifier, from, 'import');
  if (found) return pathToFileURL(found.file).href;
  const error = new Error(`Cannot find package '${specifier}' imported from ${from}`);
  throw Object.assign(error, { code: 'ERR_MODULE_NOT_FOUND' });
}
