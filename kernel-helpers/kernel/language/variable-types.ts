import ts from 'typescript';
import type { SourceFileInternals } from './typescript-internals';

const LONGEST = 80;

/** The type of a cell's name in short; undefined when the cell has no such name. */
export function shortType(file: SourceFileInternals, name: string, checker: ts.TypeChecker): string | undefined {
  const symbol = file.locals?.get(ts.escapeLeadingUnderscores(name));
  if (!symbol) return undefined;
  const type = checker.getTypeOfSymbol(symbol);
  // `const rooms = 3` is a number to people, and not the type `3`.
  const shown = type.flags & ts.TypeFlags.Literal ? checker.getBaseTypeOfLiteralType(type) : type;
  // Of a table whose rows have no type, people say that it is a Table.
  const text = checker.typeToString(shown).replaceAll(/\s+/g, ' ').replaceAll('Table<any>', 'Table');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
