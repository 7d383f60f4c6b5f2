import ts from 'typescript';
import { printAwaitChecks } from './await-checks';
import { isAmbient } from './cell-names';
import { printData } from './print-data';
import { printSlots } from './print-slots';
import { importStatement, isValue } from './rewrite-imports';
import { assignmentsOf, isNotebookVar, loopOverSlots } from './rewrite-variables';
import type { IsShared } from './shared-references';
import { setSlot, slotValue } from './slots';
import { type CheckerInternals, getModuleInstanceState } from './typescript-internals';

const { factory } = ts;

interface CellToRewrite {
  /** Where the cell's own code ends and its exports begin. */
  readonly end: number;
  readonly isShared: IsShared;
  readonly checker: CheckerInternals;
}

/**
 * Turns a cell's module into the body of an async function. Its top-level variables become slots, its imports become
 * `import()`, and the value of a last expression is returned in an array: `return [value]`.
 */
export function rewriteCell({ end, isShared, checker }: CellToRewrite): ts.TransformerFactory<ts.SourceFile> {
  return (context) => {
    printSlots(context, isShared);
    printAwaitChecks(context);
    printData(context);
    const visit = (node: ts.Node): ts.VisitResult<ts.Node> => visitNested(node, visit, context);
    return (file) => {
      const own = file.statements.filter((statement) => statement.pos < end);
      const last = own.filter((statement) => !ts.isEmptyStatement(statement)).at(-1);
      const hoisted = own.flatMap(functionSlot);
      const imports = own.flatMap((statement) => importOf(statement, checker));
      const body = own.flatMap((statement) => rewritten(statement, statement === last, visit, { isShared, checker }));
      return factory.updateSourceFile(file, [...hoisted, ...imports, ...body]);
    };
  };
}

/** Functions may be called above their declaration. */
function functionSlot(statement: ts.Statement): readonly ts.Statement[] {
  if (!ts.isFunctionDeclaration(statement) || !statement.body || !statement.name) return [];
  return [setSlot(statement.name.text, factory.createIdentifier(statement.name.text))];
}

function importOf(statement: ts.Statement, checker: ts.TypeChecker): readonly ts.Statement[] {
  const isImport = ts.isImportDeclaration(statement) || (ts.isExportDeclaration(statement) && !statement.isTypeOnly);
  const imported = isImport ? importStatement(statement, checker) : undefined;
  return imported ? [imported] : [];
}

function rewritten(
  statement: ts.Statement,
  isLast: boolean,
  visit: ts.Visitor,
  { isShared, checker }: Pick<CellToRewrite, 'isShared' | 'checker'>,
): readonly ts.Statement[] {
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) return [];
  if (isAmbient(statement)) return [statement];
  if (ts.isVariableStatement(statement)) return variables(statement);
  if (ts.isExportAssignment(statement)) return [valueStatement(statement.expression, statement, isLast)];
  if (ts.isExpressionStatement(statement)) return [valueStatement(statement.expression, statement, isLast)];
  if (ts.isImportEqualsDeclaration(statement)) return importEquals(statement, isShared, checker);
  if (ts.isFunctionDeclaration(statement)) return [statement];
  const hasValue =
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    (ts.isModuleDeclaration(statement) && getModuleInstanceState(statement) !== 0);
  if (hasValue && statement.name && ts.isIdentifier(statement.name)) {
    return [statement, setSlot(statement.name.text, factory.createIdentifier(statement.name.text))];
  }
  const visited = ts.visitNode(statement, visit);
  return visited ? [visited as ts.Statement] : [];
}

function valueStatement(expression: ts.Expression, statement: ts.Statement, isLast: boolean): ts.Statement {
  const made = isLast
    ? factory.createReturnStatement(factory.createArrayLiteralExpression([expression]))
    : factory.createExpressionStatement(expression);
  return ts.setTextRange(made, statement);
}

function variables(statement: ts.VariableStatement): readonly ts.Statement[] {
  const { declarationList: list } = statement;
  const kind = list.flags & ts.NodeFlags.BlockScoped;
  if (kind !== ts.NodeFlags.Using && kind !== ts.NodeFlags.AwaitUsing) return assignmentsOf(list, statement);
  // `using file = …` is disposed of when the cell ends; later cells still see the variable.
  const declarations = list.declarations.map((declaration) => {
    const { name, initializer } = declaration;
    const value =
      initializer && ts.isIdentifier(name) ? factory.createAssignment(slotValue(name.text), initializer) : initializer;
    return factory.updateVariableDeclaration(declaration, name, undefined, undefined, value);
  });
  const kept = factory.updateVariableDeclarationList(list, declarations);
  return [factory.updateVariableStatement(statement, undefined, kept)];
}

/** `import fs = require('fs')`, or another name for a part of a namespace: `import Deep = Shapes.Deep`. */
function importEquals(
  node: ts.ImportEqualsDeclaration,
  isShared: IsShared,
  checker: ts.TypeChecker,
): readonly ts.Statement[] {
  const { moduleReference, name, isTypeOnly } = node;
  if (isTypeOnly || !isValue(name, checker)) return [];
  const value = ts.isExternalModuleReference(moduleReference)
    ? factory.createCallExpression(factory.createIdentifier('require'), undefined, [moduleReference.expression])
    : partOf(moduleReference, isShared);
  return [ts.setTextRange(setSlot(name.text, value), node)];
}

function partOf(name: ts.EntityName, isShared: IsShared): ts.Expression {
  if (ts.isIdentifier(name)) return isShared(name) ? slotValue(name.text) : name;
  return factory.createPropertyAccessExpression(partOf(name.left, isShared), name.right);
}

/** Finds each `var` of the notebook in blocks and loops. No expression and no function is walked through. */
function visitNested(node: ts.Node, visit: ts.Visitor, context: ts.TransformationContext): ts.VisitResult<ts.Node> {
  if (ts.isVariableStatement(node)) {
    return isNotebookVar(node.declarationList) ? [...assignmentsOf(node.declarationList, node)] : node;
  }
  if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isExpression(node) || ts.isModuleDeclaration(node))
    return node;
  if (ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    const { initializer } = node;
    if (initializer && ts.isVariableDeclarationList(initializer) && isNotebookVar(initializer)) {
      const body = ts.visitNode(node.statement, visit) as ts.Statement;
      return loopOverSlots(node, initializer, body);
    }
  }
  return ts.visitEachChild(node, visit, context);
}
