import ts from 'typescript';

/**
 * The cell without exports of declarations at its top level, with the same length. Later cells know its declarations
 * anyway, and code that people paste from a module compiles unchanged.
 */
export function withoutExports(code: string): string {
  // Most cells have no exports, and a text search is far cheaper than a parse.
  if (!/\bexport\b/.test(code)) return code;
  const file = ts.createSourceFile('cell.ts', code, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  return file.statements.reduce((text, statement) => withoutExport(text, statement, file), code);
}

function withoutExport(code: string, statement: ts.Statement, file: ts.SourceFile): string {
  const start = statement.getStart(file);
  // `export { rooms };`, but not `export { rooms } from './houses';`
  if (ts.isExportDeclaration(statement)) return statement.moduleSpecifier ? code : blank(code, start, statement.end);
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const isAnonymous = (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && !statement.name;
  return modifiers.filter(isExport).reduce((text, { kind, end }) => {
    // A declaration needs a name; `void` makes a function or class without one an expression.
    const isPlaceOfVoid = isAnonymous && kind === ts.SyntaxKind.DefaultKeyword;
    const length = (ts.tokenToString(kind) ?? '').length;
    return blank(text, end - length, end, isPlaceOfVoid ? 'void' : '');
  }, code);
}

function isExport({ kind }: ts.Modifier): boolean {
  return kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword;
}

/** Replaces a part of the code with `instead` and spaces up to the same length. Line ends stay. */
function blank(code: string, start: number, end: number, instead = ''): string {
  const blanks = code.slice(start + instead.length, end).replace(/[^\r\n]/g, ' ');
  return code.slice(0, start) + instead + blanks + code.slice(end);
}
