import { basename, join } from 'node:path';
import ts from 'typescript';
import type { DeclaredNames } from './cell-names';
import type { KnownName } from './names-in-force';
import { AT_END, constantsOf } from './narrowed-constants';
import { CELL_SYNTAX } from './runtime-libraries';
import type { SourceFileInternals } from './typescript-internals';

const CELL = /^\.cell-(-?\d+)\.mts$/;

/** The module file as which a cell is checked. It lies in the notebook's folder and is never written. */
export function cellFileName(directory: string, number: number): string {
  return join(directory, `.cell-${number}.mts`);
}

/** True for the file of a cell. */
export function isCellFile(fileName: string): boolean {
  return CELL.test(basename(fileName));
}

/** True for the specifier by which one cell names another. */
export function isCellSpecifier(specifier: string): boolean {
  return specifier.startsWith('./') && isCellFile(specifier);
}

/** Node.js sees a module in every file that ends in `.mts`. */
export function parseModule(fileName: string, text: string): SourceFileInternals {
  const how: ts.CreateSourceFileOptions = {
    languageVersion: CELL_SYNTAX,
    impliedNodeFormat: ts.ModuleKind.ESNext,
    jsDocParsingMode: ts.JSDocParsingMode.ParseAll,
  };
  return ts.createSourceFile(fileName, text, how, true) as SourceFileInternals;
}

/**
 * The text of a cell's module. What the cell gives and takes stands behind its code, so that no position moves:
 * it exports every name it declares, and declares every earlier name it uses with the type that the name has there.
 */
export function moduleText(code: string, declared: DeclaredNames, used: ReadonlyMap<string, KnownName>): string {
  const taken = [...used].map(([name, known]) => declarationOf(name, known));
  const constants = constantsOf(declared, used);
  if (constants.length > 0) taken.push(`const ${AT_END} = { ${constants.join(', ')} } as const; export { ${AT_END} };`);
  return `${code}\n;export { ${[...declared.keys()].join(', ')} };\n${taken.join('\n')}`;
}

function declarationOf(name: string, { value, type }: KnownName): string {
  const isOneThing = value?.kind === 'declaration' && (type === undefined || type.cell === value.cell);
  if (isOneThing) return `import { ${name} } from ${cellSpecifier(value.cell)};`;
  if (!value && type) return `import type { ${name} } from ${cellSpecifier(type.cell)};`;
  return [valueDeclaration(name, value), typeDeclaration(name, type)].join(' ');
}

/** Declared anew, because TypeScript would refuse an assignment to an import. */
function valueDeclaration(name: string, value: KnownName['value']): string {
  if (!value) return '';
  const type = value.known?.type();
  if (type !== undefined) return `${commentOf(value.known?.comment)}declare const ${name}: ${type};`;
  const keyword = value.kind === 'let' || value.kind === 'var' ? 'let' : 'const';
  const place = value.isNarrowed ? `${AT_END}.${name}` : name;
  return `declare ${keyword} ${name}: typeof import(${cellSpecifier(value.cell)}).${place};`;
}

function commentOf(comment = ''): string {
  return comment === '' ? '' : `/** ${comment.replaceAll('*/', '* /')} */ `;
}

function typeDeclaration(name: string, type: KnownName['type']): string {
  if (!type) return '';
  const given = type.parameters.replace(/ = (?:[^,<>]|<[^<>]*>)+/g, '');
  return `type ${name}${type.parameters} = import(${cellSpecifier(type.cell)}).${name}${given};`;
}

function cellSpecifier(cell: number): string {
  return `'./.cell-${cell}.mts'`;
}
