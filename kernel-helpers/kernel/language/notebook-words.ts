import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { howInstalled } from 'kernel-helpers/how-installed';
import { ownPackageOf } from 'kernel-helpers/own-packages';

const NO_PAGE =
  / Do you need to change your target library\? Try changing the 'lib' compiler option to include 'dom'\./;
const NEWER_LIBRARY =
  / Do you need to change your target library\? Try changing the 'lib' compiler option to '[^']+' or later\./;
const NO_MODULE = /^Cannot find module '([^']+)' or its corresponding type declarations\./;
/** A package's name, without the path inside of it. */
const PACKAGE = /^(?:@[^/]+\/)?[^./][^/]*/;

/** A message of TypeScript, with advice for a notebook in place of advice about a project's settings. */
export function inNotebookWords(message: string): string {
  return message
    .replace(NO_PAGE, ' Cells run in Node.js, which has no web page.')
    .replace(NEWER_LIBRARY, ` It is newer than what Node.js ${process.versions.node} is known to have.`)
    .replace(NO_MODULE, (found, specifier: string) => `${found} ${adviceFor(specifier)}`);
}

function adviceFor(specifier: string): string {
  const [name] = PACKAGE.exec(specifier) ?? [];
  if (name === undefined) return "Paths are relative to the notebook's folder.";
  if (ownPackageOf(name) === undefined) {
    return `If the package is not there, install it beside the notebook: npm install ${name}${remarkOnNpm()}`;
  }
  return specifier === name
    ? `It belongs to this kernel and is missing beside it. To repair it, ${howInstalled().repair}.`
    : `Import from '${name}': no other part of it is for notebooks.`;
}

/** A release's archive has Node.js without npm. */
function remarkOnNpm(): string {
  const program = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.some((folder) => folder !== '' && existsSync(join(folder, program)))
    ? ''
    : '. There is no npm here; it comes with Node.js: https://nodejs.org';
}
