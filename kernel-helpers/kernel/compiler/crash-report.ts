import { messageOf } from 'kernel-helpers/errors';
import type { Diagnostic } from 'tslab/dist/converter';
import ts from 'typescript';

const TOO_DEEP =
  'This cell is nested too deeply for TypeScript, so it did not run. Split nested code, such as brackets or a long sum, into steps with names.';

/** A crash inside TypeScript, as if the compiler had found something wrong with the cell. */
export function reportCrash(error: unknown): Diagnostic {
  const start = { offset: 0, line: 0, character: 0 };
  const messageText = isStackOverflow(error)
    ? TOO_DEEP
    : `TypeScript itself failed at this cell, so it did not run. Write the cell in another way. TypeScript said: ${messageOf(error)}`;
  return { start, end: start, messageText, category: ts.DiagnosticCategory.Error, code: 0 };
}

/** V8 throws this error when function calls are nested too deeply. */
export function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message === 'Maximum call stack size exceeded';
}
