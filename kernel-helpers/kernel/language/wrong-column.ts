import { nearestName } from 'kernel-helpers/nearest-name';
import ts from 'typescript';
import { columnTextAt } from './column-text';
import { getTokenAtPosition, type SourceFileInternals } from './typescript-internals';

/** What TypeScript says of a text that is not among those that a parameter, a part of a list or an overload takes. */
const NOT_TAKEN: ReadonlySet<number> = new Set([2345, 2322, 2820, 2769]);

/** What to say of a text that names no column of its table; undefined for any other problem. */
export function wrongColumn(
  { code, file, start }: ts.Diagnostic,
  cell: SourceFileInternals,
  checker: ts.TypeChecker,
): string | undefined {
  if (!NOT_TAKEN.has(code) || file !== cell || start === undefined) return undefined;
  for (const text of textsAt(getTokenAtPosition(cell, start))) {
    const message = messageFor(text, cell, checker);
    if (message !== undefined) return message;
  }
  return undefined;
}

/** The texts where TypeScript has a problem: it may point to one, to the list that holds it, or to the option's name. */
function textsAt(token: ts.Node): readonly ts.StringLiteralLike[] {
  if (ts.isStringLiteralLike(token)) return [token];
  const { parent } = token;
  if (ts.isArrayLiteralExpression(parent)) return parent.elements.filter(ts.isStringLiteralLike);
  if (!ts.isPropertyAssignment(parent) || !ts.isStringLiteralLike(parent.initializer)) return [];
  return [parent.initializer];
}

function messageFor(
  text: ts.StringLiteralLike,
  cell: SourceFileInternals,
  checker: ts.TypeChecker,
): string | undefined {
  const tables = columnTextAt(cell, checker, text.getStart(cell) + 1)?.tables ?? [];
  const known = tables.find(({ typed }) => typed.length > 0)?.typed;
  if (!known || known.some((name) => name.toLowerCase() === text.text.toLowerCase())) return undefined;
  const near = nearestName(text.text, known);
  const advice = near === undefined ? `It has ${known.join(', ')}.` : `Did you mean ${near}?`;
  return `The table has no column ${text.text}. ${advice}`;
}
