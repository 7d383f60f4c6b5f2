import ts from 'typescript';
import type { DeclaredNames } from './cell-names';
import type { KnownName } from './names-in-force';
import type { SourceFileInternals } from './typescript-internals';

/** The object in which a cell's module keeps the types that its constants have where the cell ends. */
export const AT_END = 'º$atEnd';

/** The constants of a cell, its own and those of earlier cells that it uses. Other variables may change between cells. */
export function constantsOf(declared: DeclaredNames, used: ReadonlyMap<string, KnownName>): readonly string[] {
  return [
    ...[...declared].filter(([, { value, isAmbient }]) => value === 'const' && !isAmbient),
    ...[...used].filter(([, { value }]) => value?.kind === 'const' && !value.isAmbient),
  ].map(([name]) => name);
}

/** Those about whose types the cell knows more at its end, as after `if (house === undefined) throw …`. */
export function narrowedIn(file: SourceFileInternals, checker: ts.TypeChecker): readonly string[] {
  const atEnd = file.locals?.get(ts.escapeLeadingUnderscores(AT_END));
  if (!atEnd) return [];
  const constants = checker.getTypeOfSymbol(atEnd).getProperties();
  return constants.flatMap((constant) => {
    const declared = file.locals?.get(constant.escapedName);
    const before = declared && checker.getTypeOfSymbol(declared);
    if (!before || !(before.flags & (ts.TypeFlags.Union | ts.TypeFlags.Unknown))) return [];
    return checker.isTypeAssignableTo(before, checker.getTypeOfSymbol(constant)) ? [] : [constant.name];
  });
}
