import { types } from 'node:util';
import type { Diagnostic } from 'tslab/dist/converter';
import type { CellOutcome } from './cell-runner';

/** The content of Jupyter's `error` message. */
export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

const RED = '\u001b[31m';
const PLAIN = '\u001b[39m';

/** Says what went wrong in a cell, for people and for tools. */
export function reportError(outcome: Exclude<CellOutcome, { kind: 'done' }>): ErrorReport {
  return outcome.kind === 'threw' ? reportThrown(outcome.error) : reportDiagnostics(outcome.diagnostics);
}

function reportDiagnostics(diagnostics: readonly Diagnostic[]): ErrorReport {
  const lines = diagnostics.map(({ fileName, start, messageText }) => {
    const file = fileName === undefined ? '' : `${fileName} `;
    return `${file}${start.line + 1}:${start.character + 1} - ${messageText}`;
  });
  return { ename: 'TypeScriptError', evalue: lines.join('\n'), traceback: lines.map((line) => RED + line + PLAIN) };
}

/** Reports anything that can be thrown. */
export function reportThrown(error: unknown): ErrorReport {
  if (!types.isNativeError(error)) {
    return { ename: 'Error', evalue: String(error), traceback: [`Thrown: ${String(error)}`] };
  }
  const [head = '', ...frames] = (error.stack ?? `${error.name}: ${error.message}`).split('\n');
  return { ename: error.name, evalue: error.message, traceback: [RED + head + PLAIN, ...frames.filter(isOfUser)] };
}

const NOT_OF_USER = /[\\/]tslab[\\/]dist[\\/]|[\\/]kernel[\\/]dist[\\/]|\(?node:(vm|internal)|sigintHandlersWrap/;

function isOfUser(frame: string): boolean {
  return !NOT_OF_USER.test(frame);
}
