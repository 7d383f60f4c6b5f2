import ts from 'typescript';
import { conditionsOfThisNode } from '../modules/node-conditions';
import { OWN_TYPE_ROOT } from './own-type-root';
import { CELL_SYNTAX, librariesOfThisNode } from './runtime-libraries';

/** How cells are checked and printed: as modules of Node.js, with all that this Node.js has. */
export function cellOptions(): ts.CompilerOptions {
  return {
    target: CELL_SYNTAX,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    customConditions: conditionsOfThisNode(),
    moduleDetection: ts.ModuleDetectionKind.Legacy,
    lib: librariesOfThisNode(),
    // Otherwise TypeScript would look in every parent folder for packages that replace its libraries.
    libReplacement: false,
    // Only Node's globals: other packages under @types would slow every start, and declare globals that do not exist.
    types: ['node'],
    typeRoots: [OWN_TYPE_ROOT],
    strict: false,
    skipLibCheck: true,
    esModuleInterop: true,
    resolveJsonModule: true,
    allowImportingTsExtensions: true,
    // The types of a user's own JavaScript are those of its code and its comments.
    allowJs: true,
    // A later cell needs the value of a `const enum`.
    preserveConstEnums: true,
    jsx: ts.JsxEmit.React,
    sourceMap: true,
  };
}
