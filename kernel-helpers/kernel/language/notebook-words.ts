import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { howInstalled } from 'kernel-helpers/how-installed';
import { ownPackageOf } from 'kernel-helpers/own-packages';
import { adviceForPackage, npmInstall, packageIn } from '../modules/missing-packages';
import { isCellFile } from './cell-file';

const NO_PAGE =
  / Do you need to change your target library\? Try changing the 'lib' compiler option to include 'dom'\./;
const NEWER_LIBRARY =
  / Do you need to change your target library\? Try changing the 'lib' compiler option to '[^']+' or later\./;
const NO_BUN = / Do you need to install type definitions for Bun\? .*$/s;
const NO_NAME = /^(Cannot find name '(?:window|Deno)'\.)$/;
const NO_MODULE = /^Cannot find module '([^']+)' or its corresponding type declarations\./;
const NO_TYPES =
  /^(Could not find a declaration file for module '([^']+)'\.).*? Try `npm i --save-dev (\S+)` if it exists or add a new declaration \(\.d\.ts\) file containing `declare module '[^']+';`/s;
const JSON_NAMES = /^Named imports from a JSON file into an ECMAScript module are not allowed.*$/s;
/** Addresses that Deno and Bun know, with the package in them. */
const OTHER_REGISTRY = /^(?:npm|jsr):\/?((?:@[^/]+\/)?[^/@]+)/;
const OTHER_RUNTIME = 'Cells run in Node.js, which has no such module.';
const ADDRESS = /^[a-z][a-z+.-]+:/;

/** A type as people call it: `Decimal` for `import("kernel-helpers").Decimal`. */
export function withoutImports(text: string): string {
  return text.replaceAll(/\bimport\("[^"]*"\)\./g, '');
}

/** The rows of a table, which are as long as it is wide. */
const ROWS_OF_TABLE = /\b(Table|Groups)<\{[^{}]*\}(?:, [^<>]*)?>/g;

/**
 * A message of TypeScript, with advice for a notebook in place of advice about a project's settings.
 * @param from the file with the problem.
 */
export function inNotebookWords(message: string, from: string): string {
  return withoutImports(message)
    .replaceAll(ROWS_OF_TABLE, '$1')
    .replace(NO_PAGE, ' Cells run in Node.js, which has no web page.')
    .replace(NO_BUN, ' Cells run in Node.js.')
    .replace(NO_NAME, '$1 Cells run in Node.js.')
    .replace(NEWER_LIBRARY, ` It is newer than what Node.js ${process.versions.node} is known to have.`)
    .replace(NO_MODULE, (found, specifier: string) => `${found} ${adviceFor(specifier, from)}`)
    .replace(NO_TYPES, (_found, problem: string, _specifier, types: string) => {
      return `${problem} If npm has its types, install them beside the notebook: npm install ${types}. Otherwise write // @ts-ignore above the import.`;
    })
    .replace(JSON_NAMES, 'Node.js imports a JSON file as one value. Import it without braces.');
}

function isFile(path: string, from: string): boolean {
  return statSync(resolve(dirname(from), path), { throwIfNoEntry: false })?.isFile() === true;
}

function adviceFor(specifier: string, from: string): string {
  if (specifier.startsWith('node:')) return `Node.js ${process.versions.node} has no such module.`;
  if (specifier.startsWith('#')) return 'The nearest package.json lists such names under imports.';
  const [, ofRegistry] = OTHER_REGISTRY.exec(specifier) ?? [];
  if (ofRegistry !== undefined) return `In Node.js, write '${ofRegistry}' and install it: ${npmInstall(ofRegistry)}`;
  if (/^(?:bun|deno|cloudflare):/.test(specifier)) return OTHER_RUNTIME;
  if (ADDRESS.test(specifier)) return 'Node.js loads no code from the network. Install the package with npm.';
  const name = packageIn(specifier);
  if (name === undefined && isFile(specifier, from))
    return `Node.js imports only code and JSON. Read the file: readFileSync('${specifier}', 'utf8'), from 'node:fs'.`;
  if (name === undefined) return `Paths are relative to ${isCellFile(from) ? "the notebook's folder" : 'this file'}.`;
  if (ownPackageOf(name) === undefined) return adviceForPackage(name, specifier, from);
  return specifier === name
    ? `It belongs to this kernel and is missing beside it. To repair it, ${howInstalled().repair}.`
    : `Import from '${name}': no other part of it is for notebooks.`;
}
