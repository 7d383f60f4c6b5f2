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
  // A list in place of recursion: a sum of 5,000 terms is nested as deeply.
  const left: ts.Node[] = [file];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (node.pos >= end) continue;
    const problem = ts.isElementAccessExpression(node) ? problemOf(node, checker) : undefined;
    if (problem !== undefined) found.push(problem);
    ts.forEachChild(node, (child) => {
      left.push(child);
    });
  }
  found.sort((a, b) => (a.start ?? 0) - (b.start ?? 0));
  return found;
}

function problemOf(access: ts.ElementAccessExpression, checker: ts.TypeChecker): ts.Diagnostic | undefined {
  const messageText = messageFor(access, checker);
  if (messageText === undefined) return undefined;
  const file = access.getSourceFile();
  const { argumentExpression: place } = access;
  const [start, length] = [place.getStart(file), place.getWidth(file)];
  return { file, start, length, code: CODE, category: ts.DiagnosticCategory.Error, messageText };
}

function messageFor(
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
