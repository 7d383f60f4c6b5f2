import ts from 'typescript';

export type Completeness =
  | { readonly status: 'complete' | 'invalid' | 'unknown' }
  | { readonly status: 'incomplete'; readonly indent: string };

/** Errors that more lines can fix: an open comment, an open template. */
const OPEN_AT_END: ReadonlySet<number> = new Set([1010, 1160]);
/** Errors at the end of the text that more lines cannot fix: an open string, an open regular expression. */
const BROKEN_AT_END: ReadonlySet<number> = new Set([1002, 1161]);

const INDENT = '  ';

/** Tells a console whether Enter should run the code or go on to another line. */
export function judgeCompleteness(code: string): Completeness {
  const [first] = syntaxErrors(code);
  if (!first) return { status: 'complete' };
  const isAtEnd = first.start >= code.trimEnd().length;
  const canGoOn = OPEN_AT_END.has(first.code) || (isAtEnd && !BROKEN_AT_END.has(first.code));
  return canGoOn ? { status: 'incomplete', indent: nextIndent(code) } : { status: 'invalid' };
}

function syntaxErrors(code: string): readonly ts.DiagnosticWithLocation[] {
  const { diagnostics } = ts.transpileModule(code, {
    reportDiagnostics: true,
    fileName: 'cell.ts',
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ESNext },
  });
  return (diagnostics ?? []).filter(hasLocation);
}

function hasLocation(diagnostic: ts.Diagnostic): diagnostic is ts.DiagnosticWithLocation {
  return diagnostic.start !== undefined;
}

function nextIndent(code: string): string {
  const lastLine = code.split('\n').at(-1) ?? '';
  const indent = /^\s*/.exec(lastLine)?.[0] ?? '';
  return /[{([]\s*$/.test(lastLine) ? indent + INDENT : indent;
}
