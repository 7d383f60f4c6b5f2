import { basename, dirname } from 'node:path';

/**
 * Notebooks in any folder import these packages by name; tslab too, since its notebooks import what they display with. They are searched for first as Node does, from the folder of
 * the file that imports them, and otherwise where this kernel is installed: a user's own package of that name wins.
 */
const OWN_PACKAGE = /^(?:kernel-helpers|container|tslab)(?=\/|$)/;

/** A file of these packages, from which both are found by the usual rules. */
export const OWN_FILE = __filename;

/** The folder in which the packages lie, each in a folder of its name. */
export const OWN_FOLDER = dirname(dirname(__dirname));

/** Whether the packages in this folder are installed, by npm or from an archive; otherwise they are those of a clone. */
export function areInstalled(folder: string): boolean {
  return basename(folder) === 'node_modules';
}

/** The package's name where a specifier, such as `kernel-helpers/errors`, names a package of this release. */
export function ownPackageOf(specifier: string): string | undefined {
  return OWN_PACKAGE.exec(specifier)?.[0];
}

/** Looks for a module from the file that imports it, and then from here, where it may be one of these packages. */
export function alsoAmongOwn<Answer extends { readonly resolvedModule?: object | undefined }>(
  specifier: string,
  importingFile: string,
  find: (importingFile: string) => Answer,
): Answer {
  const found = find(importingFile);
  return found.resolvedModule !== undefined || ownPackageOf(specifier) === undefined ? found : find(OWN_FILE);
}
