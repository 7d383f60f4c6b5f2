import ts from 'typescript';
import { bindSourceFile, getTokenAtPosition, type SourceFileInternals } from './typescript-internals';

/** A place in a source; lines and columns count from 0. */
export interface SourcePlace {
  readonly path: string;
  readonly code: string;
  /** The top-level names of a cell are the notebook's. */
  readonly isCell: boolean;
  readonly line: number;
  readonly column: number;
}

/** The names of values that mean something else at a place than in the notebook. */
export function localNamesAt({ path, code, isCell, line, column }: SourcePlace): readonly string[] {
  const file = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true) as SourceFileInternals;
  bindSourceFile(file, {});
  const position = ts.getPositionOfLineAndCharacter(file, line, column);
  const around = nodesAround(getTokenAtPosition(file, position));
  return [...(isCell ? [] : valuesIn(file)), ...around.flatMap((node) => [...valuesIn(node), ...ownNameOf(node)])];
}

/** Without the file itself. */
function nodesAround(token: ts.Node): readonly ts.Node[] {
  const nodes: ts.Node[] = [];
  for (let node = token; !ts.isSourceFile(node); node = node.parent) nodes.push(node);
  return nodes;
}

function valuesIn(node: ts.Node & Pick<SourceFileInternals, 'locals'>): readonly string[] {
  const values = [...(node.locals?.values() ?? [])].filter(({ flags }) => (flags & MAY_BE_VALUE) !== 0);
  return values.map(({ name }) => name);
}

/** What an import is, its own file does not tell. */
const MAY_BE_VALUE = ts.SymbolFlags.Value | ts.SymbolFlags.Alias;

/** Inside a class and a function expression their own name is not the one outside. */
function ownNameOf(node: ts.Node): readonly string[] {
  const keepsName = ts.isClassLike(node) || ts.isFunctionExpression(node);
  return keepsName && node.name ? [node.name.text] : [];
}
