import ts from 'typescript';
import type { DeclaredNames } from './cell-names';
import { isTable, rowTypeOf } from './own-table';
import type { SourceFileInternals } from './typescript-internals';

/** A constant that holds a table whose rows have no type. */
export interface UntypedTable {
  readonly name: string;
  /** What its documentation comment says; empty without one. */
  readonly comment: string;
}

/** The constants of a cell about whose rows TypeScript knows nothing, and the kernel everything once the cell has run. */
export function untypedTablesIn(
  file: SourceFileInternals,
  declared: DeclaredNames,
  checker: ts.TypeChecker,
): readonly UntypedTable[] {
  return [...declared].flatMap(([name, { value, isAmbient }]) => {
    const symbol = value === 'const' && !isAmbient && file.locals?.get(ts.escapeLeadingUnderscores(name));
    if (!symbol || !isUntyped(checker.getTypeOfSymbol(symbol), checker)) return [];
    return [{ name, comment: ts.displayPartsToString(symbol.getDocumentationComment(checker)) }];
  });
}

function isUntyped(type: ts.Type, checker: ts.TypeChecker): boolean {
  const row = isTable(type) ? rowTypeOf(type, checker) : undefined;
  return row !== undefined && (row.flags & ts.TypeFlags.Any) !== 0;
}
