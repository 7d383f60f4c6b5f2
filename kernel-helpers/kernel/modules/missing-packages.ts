import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { errorCode } from 'kernel-helpers/error-code';
import { ownPackageOf } from 'kernel-helpers/own-packages';
import { isOfUser } from './file-kinds';
import { findPackageFile } from './package-files';

/** A package's name, without the path inside of it; undefined for paths, addresses and names such as `#rooms`. */
export function packageIn(specifier: string): string | undefined {
  return /^[a-z][a-z+.-]*:/.test(specifier) ? undefined : /^(?:@[^/]+\/)?[^./#][^/]*/.exec(specifier)?.[0];
}

/** What to do when a package was not found from this file. */
export function adviceForPackage(name: string, specifier: string, from: string): string {
  if (!isInstalled(name, from)) return `Install it beside the notebook: ${npmInstall(name)}`;
  if (findPackageFile(specifier, from, 'require')) return `The package can only be required: require('${specifier}').`;
  if (findPackageFile(specifier, from, 'import'))
    return 'The package can only be imported: import … from, or import().';
  return `The package ${name} is installed, but it has no ${specifier === name ? 'code to import' : 'such part'}.`;
}

const NOT_FOUND: ReadonlySet<string | undefined> = new Set([
  'MODULE_NOT_FOUND',
  'ERR_MODULE_NOT_FOUND',
  'ERR_PACKAGE_PATH_NOT_EXPORTED',
]);

/** The file as which a cell runs: Node.js takes it for the importing one. */
const CELL_SCRIPT = /cell-\d+\.ts\b/g;

/**
 * Makes an error of Node.js about a module say what to do, and name the notebook. Node's words stay at its beginning.
 * Other errors, and those that packages get, stay as they are.
 */
export function explainMissing(error: unknown, specifier: string, from: string): unknown {
  if (!(error instanceof Error) || !isOfUser(from)) return error;
  const name = packageIn(specifier);
  const isMissing = NOT_FOUND.has(errorCode(error)) && name !== undefined && ownPackageOf(name) === undefined;
  const advice = isMissing ? `. ${adviceForPackage(name, specifier, from)}` : '';
  const [first = '', ...others] = error.message.replace(CELL_SCRIPT, 'notebook.ipynb').split('\n');
  const { message, stack = '' } = error;
  error.message = [`${first}${advice}`, ...others].join('\n');
  error.stack = stack.replace(message, () => error.message);
  return error;
}

function isInstalled(name: string, from: string): boolean {
  for (let directory = dirname(from); ; directory = dirname(directory)) {
    if (existsSync(join(directory, 'node_modules', name, 'package.json'))) return true;
    if (directory === dirname(directory)) return false;
  }
}

/** A release's archive has Node.js without npm. */
export function npmInstall(name: string): string {
  const program = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const folders = (process.env.PATH ?? '').split(delimiter);
  const hasNpm = folders.some((folder) => folder !== '' && existsSync(join(folder, program)));
  return `npm install ${name}${hasNpm ? '' : '. There is no npm here; it comes with Node.js: https://nodejs.org'}`;
}
