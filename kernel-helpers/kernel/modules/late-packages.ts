import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { errorCode } from 'kernel-helpers/error-code';
import ts from 'typescript';
import type { BrokenModules } from './broken-modules';
import { explainMissing } from './missing-packages';
import type { FoundByNode } from './module-internals';
import { nodePathFolders } from './node-path';
import { findPackageFile, type PackageFile } from './package-files';

/** A module is not there, or no longer where its package.json said; the last is for `#names`. */
const NOT_FOUND: ReadonlySet<string | undefined> = new Set([
  'ERR_MODULE_NOT_FOUND',
  'ERR_PACKAGE_PATH_NOT_EXPORTED',
  'ERR_PACKAGE_IMPORT_NOT_DEFINED',
]);

/**
 * What a specifier means after all, when Node.js has not found it: a package that was installed since Node.js looked
 * for it, or one in NODE_PATH, where `require` looks. Throws the error of Node.js, with advice, when there is none.
 * @param broken takes the module that cannot be loaded then.
 */
export function lookAgain(
  specifier: string,
  importingUrl: string | undefined,
  error: unknown,
  broken: BrokenModules,
): FoundByNode {
  const from = importingUrl?.startsWith('file:') ? fileURLToPath(importingUrl) : undefined;
  if (importingUrl === undefined || from === undefined) throw error;
  if (!NOT_FOUND.has(errorCode(error))) throw explainMissing(error, specifier, from);
  const isPath = /^[./]/.test(specifier);
  const found = isPath ? undefined : (findPackageFile(specifier, from, 'import') ?? inNodePath(specifier, from));
  if (found) return { url: pathToFileURL(found.file).href, ...(found.format && { format: found.format }) };
  if (needsToLoad(from, specifier)) broken.add(importingUrl);
  const explained = explainMissing(error, specifier, from);
  // No frame of it is the user's: Node's loader has looked, and this kernel after it.
  if (explained instanceof Error) explained.stack = String(explained);
  throw explained;
}

function inNodePath(specifier: string, from: string): PackageFile | undefined {
  if (nodePathFolders().length === 0) return undefined;
  try {
    return { file: createRequire(from).resolve(specifier) };
  } catch {
    // The loader tells its own error.
    return undefined;
  }
}

/**
 * True when the file cannot be loaded without this import, as it stands at its top level. A module that tries `import()`
 * or `import.meta.resolve`, and goes on without, has been loaded.
 */
function needsToLoad(importing: string, specifier: string): boolean {
  const code = ts.sys.readFile(importing);
  if (code === undefined) return false;
  return ts
    .createSourceFile('importing.tsx', code, ts.ScriptTarget.ES2022)
    .statements.some((statement) => takenFrom(statement) === specifier);
}

function takenFrom(statement: ts.Statement): string | undefined {
  const isTaking = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement);
  const { moduleSpecifier = undefined } = isTaking ? statement : {};
  return moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined;
}
