import type ts from 'typescript';
import { type CellProblem, problemOf, withImport, withOwnForm } from './cell-problems';
import { comparedDates } from './compared-dates';
import type { ImportableNames } from './importable-names';
import { ownFormOf, ownOptionOf } from './names-elsewhere';
import type { SourceFileInternals } from './typescript-internals';
import { wrongColumn } from './wrong-column';

/** A cell that does not compile, with what its problems can be explained by. */
export interface WrongCell {
  readonly file: SourceFileInternals;
  /** The end of the cell's own code in its module. */
  readonly end: number;
  readonly checker: ts.TypeChecker;
  readonly importables: () => ImportableNames;
  /** The module of `kernel-helpers`, where it is known. */
  readonly helpers: ts.SourceFile | undefined;
}

/** A problem as the person at the notebook reads it: with what to import, which column is near, and what to write instead. */
export function explainedProblem(
  diagnostic: ts.Diagnostic,
  { file, end, checker, importables, helpers }: WrongCell,
): CellProblem {
  const problem = withImport(problemOf(diagnostic, file, end), file, importables);
  const messageText = wrongColumn(diagnostic, file, checker);
  if (messageText !== undefined) return { ...problem, messageText };
  const found = ownOptionOf(diagnostic, file, checker);
  if (found) return { ...problem, messageText: `There is no option '${found.option}'. Write ${found.form} instead.` };
  const isDateWithText = comparedDates(diagnostic, checker) === 'date with text';
  return withOwnForm(
    problem,
    isDateWithText ? "new Date('2024-02-29')" : ownFormOf(diagnostic, file, checker, helpers),
  );
}
