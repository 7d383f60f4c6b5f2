import ts from 'typescript';
import { isTable } from './own-table';

/** TypeScript's own code for `Element implicitly has an 'any' type`, which it tells only in strict cells. */
const CODE = 7053;

/** The same problem as TypeScript tells it in a strict cell, about the whole expression. */
export function isToldBetter({ code, start = 0, length = 0 }: ts.Diagnostic, ours: readonly ts.Diagnostic[]): boolean {
  return code === CODE && ours.some(({ start: place = -1 }) => start <= place && place < start + length);
}

/** `t['PRICE']` and `t[0]` on a Table: undefined at run time, and no error of TypeScript's outside strict cells. */
export function columnsAsMembers(file: ts.SourceFile, end: number, checker: ts.TypeChecker): readonly ts.Diagnostic[] {
  const found: ts.Diagnostic[] = [];
  const visit = (node: ts.Node): void => {
    if (node.pos >= end) return;
    if (ts.isElementAccessExpression(node)) {
      const messageText = problemOf(node, checker);
      const { argumentExpression: place } = node;
      if (messageText !== undefined)
        found.push({
          file,
          start: place.getStart(file),
          length: place.getWidth(file),
          code: CODE,
          category: ts.DiagnosticCategory.Error,
          messageText,
        });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function problemOf(
  { expression, argumentExpression: name }: ts.ElementAccessExpression,
  checker: ts.TypeChecker,
): string | undefined {
  if (!ts.isStringLiteralLike(name) && !ts.isNumericLiteral(name)) return undefined;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(expression));
  if (!isTable(type) || type.getProperty(name.text)) return undefined;
  const table = ts.isIdentifier(expression) ? expression.text : 'table';
  return ts.isNumericLiteral(name)
    ? `A Table is no array. Write [...${table}][${name.text}] for one row, or ${table}.slice(from, to) for some.`
    : `A Table does not have its columns as members. Write ${table}.column(${name.getText()}) instead.`;
}
