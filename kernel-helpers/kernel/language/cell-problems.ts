import { messageOf } from 'kernel-helpers/errors';
import ts from 'typescript';
import { type ImportableNames, importOf } from './importable-names';
import { inNotebookWords } from './notebook-words';

/** A place in a cell; all three count from 0. */
export interface CellOffset {
  readonly offset: number;
  readonly line: number;
  readonly character: number;
}

/** What is wrong with a cell, so that it does not run. */
export interface CellProblem {
  readonly start: CellOffset;
  readonly end: CellOffset;
  readonly messageText: string;
  /** The file that is wrong; undefined for the cell itself. */
  readonly fileName?: string;
  /** The line of that file on which the problem begins. */
  readonly fileLine?: string;
  readonly category: ts.DiagnosticCategory;
  readonly code: number;
}

const TOO_DEEP =
  'This cell is nested too deeply for TypeScript, so it did not run. Split nested code, such as brackets or a long sum, into steps with names.';

/** @param end where the cell's own code ends. */
export function problemOf(diagnostic: ts.Diagnostic, file: ts.SourceFile, end: number): CellProblem {
  const place = (position: number): CellOffset => {
    // What stands behind the cell's code is ours.
    const offset = diagnostic.file && diagnostic.file !== file ? position : Math.min(position, end);
    return { offset, ...(diagnostic.file ?? file).getLineAndCharacterOfPosition(offset) };
  };
  const start = diagnostic.start ?? 0;
  return {
    start: place(start),
    end: place(start + (diagnostic.length ?? 0)),
    messageText: inNotebookWords(messageOfDiagnostic(diagnostic), (diagnostic.file ?? file).fileName),
    category: diagnostic.category,
    code: diagnostic.code,
    ...(diagnostic.file && diagnostic.file !== file && placeInFile(diagnostic.file, start)),
  };
}

function placeInFile(file: ts.SourceFile, start: number): Pick<CellProblem, 'fileName' | 'fileLine'> {
  const { line } = file.getLineAndCharacterOfPosition(start);
  return { fileName: file.fileName, fileLine: file.text.split(/\r?\n/)[line] ?? '' };
}

/** TypeScript's advice about a path that leads nowhere is to add an ending, but this kernel finds files without theirs. */
const WITHOUT_ENDING: ReadonlySet<number> = new Set([2834, 2835]);

/** A module as TypeScript names it: by the path of its file. */
const MODULE_BY_PATH = /'"[^"']+"'/;

function messageOfDiagnostic({ code, file, start = 0, length = 0, messageText }: ts.Diagnostic): string {
  if (!file || !WITHOUT_ENDING.has(code)) {
    const text = ts.flattenDiagnosticMessageText(messageText, '\n');
    const module = MODULE_BY_PATH.test(text) && file ? importedAt(file, start) : undefined;
    return module === undefined ? text : text.replace(MODULE_BY_PATH, `'${module}'`);
  }
  const specifier = file.text.slice(start + 1, start + length - 1);
  return `Cannot find module '${specifier}' or its corresponding type declarations.`;
}

/** The module of the import at a position, as the cell names it. */
function importedAt(file: ts.SourceFile, position: number): string | undefined {
  const around = file.statements.find(({ pos, end }) => pos <= position && position < end);
  const isImport = around && ts.isImportDeclaration(around) && ts.isStringLiteral(around.moduleSpecifier);
  return isImport ? around.moduleSpecifier.text : undefined;
}

/** `Cannot find name 'x'.`, and the same with a guess of another name. */
const UNKNOWN_NAME: ReadonlySet<number> = new Set([2304, 2552]);

/** With the import that a name needs, if some module has it. */
export function withImport(problem: CellProblem, file: ts.SourceFile, importables: () => ImportableNames): CellProblem {
  if (!UNKNOWN_NAME.has(problem.code) || problem.fileName !== undefined) return problem;
  const found = importables().find(file.text.slice(problem.start.offset, problem.end.offset));
  return found ? { ...problem, messageText: `${problem.messageText} Import it first: ${importOf(found)}` } : problem;
}

/** TypeScript's own guess goes only by letters: `Did you mean 'Table'?` */
const GUESS = / Did you mean '[^']+'\?$/;

/** With what to write for a name that another library has. */
export function withOwnForm(problem: CellProblem, form: string | undefined): CellProblem {
  if (form === undefined) return problem;
  return { ...problem, messageText: `${problem.messageText.replace(GUESS, '')} Write ${form} instead.` };
}

/** A crash inside TypeScript, as if it had found something wrong with the cell. */
export function problemOfCrash(error: unknown): CellProblem {
  const start = { offset: 0, line: 0, character: 0 };
  const messageText = isStackOverflow(error)
    ? TOO_DEEP
    : `TypeScript itself failed at this cell, so it did not run. Write the cell in another way. TypeScript said: ${messageOf(error)}`;
  return { start, end: start, messageText, category: ts.DiagnosticCategory.Error, code: 0 };
}

/** V8 throws this error when function calls are nested too deeply. */
function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message === 'Maximum call stack size exceeded';
}
