import ts from 'typescript';
import { declarationListsIn, namesIn } from './repeated-names';
import type { TextEdit } from './text-edits';

/** Turns what a statement declares of these names into assignments to them. */
export function assignmentsIn(statement: ts.Statement, repeated: ReadonlySet<string>): readonly TextEdit[] {
  const { name } = statement as { readonly name?: ts.Node };
  if (name && ts.isIdentifier(name) && repeated.has(name.text)) {
    if (ts.isFunctionDeclaration(statement)) return functionEdits(statement, name);
    if (ts.isClassDeclaration(statement)) return [insert(statement.getStart(), `${name.text} = `), end(statement)];
  }
  return declarationListsIn(statement)
    .filter(({ declarations }) => declarations.some((one) => namesIn(one.name).some((inner) => repeated.has(inner))))
    .flatMap((list) => listEdits(list));
}

/** `function f() {}` becomes `f = function () {}`: its calls of itself go to the name, as in the notebook. */
function functionEdits(declaration: ts.FunctionDeclaration, name: ts.Identifier): readonly TextEdit[] {
  if (!declaration.body) return [{ start: declaration.getStart(), end: declaration.end, text: '' }];
  return [
    insert(declaration.getStart(), `${name.text} = `),
    { start: name.getStart(), end: name.end, text: '' },
    end(declaration),
  ];
}

function listEdits(list: ts.VariableDeclarationList): readonly TextEdit[] {
  const { declarations, parent } = list;
  const [first] = declarations;
  if (!first) return [];
  const flags = list.flags & ts.NodeFlags.BlockScoped;
  // `using file = open()` stays, so that it is closed: `using file$ = file = open()`.
  if (flags === ts.NodeFlags.Using || flags === ts.NodeFlags.AwaitUsing) {
    return declarations.map(({ name }) => insert(name.end, `$ = ${name.getText()}`));
  }
  const isLoop = ts.isForOfStatement(parent) || ts.isForInStatement(parent);
  const isStart = ts.isVariableStatement(parent) && !isFirst(parent);
  const startsWithPattern = declarations.length > 0 && !ts.isIdentifier(first.name) && !isLoop;
  const guard = isStart && startsWithPattern ? ';' : '';
  return [
    { start: list.getStart(), end: first.getStart(), text: guard },
    ...declarations.flatMap((declaration) => declarationEdits(declaration, { isLoop, flags })),
  ];
}

function declarationEdits(
  { name, type, exclamationToken, initializer, end: last }: ts.VariableDeclaration,
  { isLoop, flags }: { readonly isLoop: boolean; readonly flags: number },
): readonly TextEdit[] {
  const annotation = type ? [{ start: (exclamationToken ?? name).end, end: type.end, text: '' }] : [];
  if (isLoop) return annotation;
  // `let x` has no value until it gets one; `var x` keeps the value that it had.
  if (!initializer) return [...annotation, insert(last, flags === 0 ? ` = ${name.getText()}` : ' = undefined')];
  const isObject = ts.isObjectBindingPattern(name);
  return isObject ? [...annotation, insert(name.getStart(), '('), insert(last, ')')] : annotation;
}

function isFirst(statement: ts.Statement): boolean {
  return statement.getSourceFile().statements[0] === statement;
}

function insert(at: number, text: string): TextEdit {
  return { start: at, end: at, text };
}

function end(statement: ts.Statement): TextEdit {
  return insert(statement.end, ';');
}
