import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { errorCode } from 'kernel-helpers/error-code';
import { nodePathFolders } from './node-path';
import { findPackageFile, type PackageFile } from './package-files';

/** Where a module is, for Node's loader. */
export interface FoundModule {
  readonly url: string;
  readonly format?: 'module' | 'json';
}

/** A module is not there, or no longer where its package.json said; the last is for `#names`. */
const NOT_FOUND: ReadonlySet<string | undefined> = new Set([
  'ERR_MODULE_NOT_FOUND',
  'ERR_PACKAGE_PATH_NOT_EXPORTED',
  'ERR_PACKAGE_IMPORT_NOT_DEFINED',
]);

/**
 * What a specifier means after all, when Node.js has not found it: a package that was installed since Node.js looked
 * for it, or one in NODE_PATH, where `require` looks. Throws the error of Node.js again when there is none.
 */
export function lookAgain(specifier: string, importingUrl: string | undefined, error: unknown): FoundModule {
  const mayBeLate = NOT_FOUND.has(errorCode(error)) && !/^[./]/.test(specifier);
  if (!mayBeLate || !importingUrl?.startsWith('file:')) throw error;
  const from = fileURLToPath(importingUrl);
  const found = findPackageFile(specifier, from, 'import') ?? inNodePath(specifier, from);
  if (!found) throw error;
  return { url: pathToFileURL(found.file).href, ...(found.format && { format: found.format }) };
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
