import ts from 'typescript';
import { assignmentsIn } from './assignments';
import { javaScriptOf, needsJavaScript } from './erasable-syntax';
import type { CodeOfScript } from './notebook-cell';
import type { ScriptImports } from './script-imports';
import { edited, type TextEdit } from './text-edits';

/** The text of a code cell in the script. */
export function scriptCell(cell: CodeOfScript, imports: ScriptImports, repeated: ReadonlySet<string>): string {
  const { file, code, mayThrow } = cell;
  const importing = file.statements.filter(ts.isImportDeclaration);
  const texts = importing.map((statement) => imports.textOf(statement));
  const edits = [
    ...importing.map((statement, index) => replace(statement, mayThrow ? '' : (texts[index] ?? ''))),
    ...file.statements.flatMap((statement) => editsOf(statement, imports, repeated)),
    ...semicolonAtEnd(file),
  ];
  // A function that is assigned, and not declared, has to stand above the code that calls it.
  const functions = file.statements.filter((statement) => isRepeatedFunction(statement, repeated));
  const moved = functions.map((statement) =>
    edited(code, within(edits, statement)).slice(...rangeAfter(edits, statement)),
  );
  const rest = edited(code, [...outside(edits, functions), ...functions.map((statement) => replace(statement, ''))]);
  const body = [...moved, rest.trim()].filter((text) => text !== '').join('\n');
  if (!mayThrow) return body;
  const block = `try {\n${body}\n} catch (error) {\n  console.error(error);\n}`;
  return [...texts, '// The notebook expects an error here, and goes on:', block]
    .filter((text) => text !== '')
    .join('\n');
}

function editsOf(statement: ts.Statement, imports: ScriptImports, repeated: ReadonlySet<string>): readonly TextEdit[] {
  if (ts.isImportDeclaration(statement)) return [];
  if (ts.isImportEqualsDeclaration(statement)) return importEquals(statement, repeated);
  // `export = rooms` of CommonJS; every other `export` is gone.
  if (ts.isExportAssignment(statement)) return [replace(statement, `${statement.expression.getText()};`)];
  if (needsJavaScript(statement)) return [replace(statement, inJavaScript(statement, repeated))];
  return [...assignmentsIn(statement, repeated), ...editsInExpressions(statement, imports)];
}

function importEquals(statement: ts.ImportEqualsDeclaration, repeated: ReadonlySet<string>): readonly TextEdit[] {
  const { name, moduleReference } = statement;
  const value = ts.isExternalModuleReference(moduleReference)
    ? `require(${moduleReference.expression.getText()})`
    : moduleReference.getText();
  if (statement.isTypeOnly) return [];
  return [replace(statement, `${repeated.has(name.text) ? '' : 'const '}${name.text} = ${value};`)];
}

function inJavaScript(statement: ts.Statement, repeated: ReadonlySet<string>): string {
  const note = '// In JavaScript, because Node.js only strips types.';
  const { name } = statement as { readonly name?: ts.Identifier };
  const code = javaScriptOf(statement);
  if (name === undefined || !repeated.has(name.text)) return `${note}\n${code}`;
  return `${note}\n${name.text} = (() => {\n${code}\nreturn ${name.text};\n})();`;
}

/** `import('./houses')` with the ending of the file, and `value as T` for `<T>value`, which Node.js does not strip. */
function editsInExpressions(statement: ts.Statement, imports: ScriptImports): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeAssertionExpression(node)) {
      edits.push({ start: node.getStart(), end: node.expression.getStart(), text: '(' });
      edits.push({ start: node.end, end: node.end, text: ` as ${node.type.getText()})` });
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier && ts.isStringLiteral(specifier)) {
        edits.push(replace(specifier, JSON.stringify(imports.specifierOf(specifier.text))));
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return edits;
}

/** Without it, a later cell that begins with `(` or `[` would go on with this statement. */
function semicolonAtEnd({ statements, text }: ts.SourceFile): readonly TextEdit[] {
  const last = statements.at(-1);
  if (!last || ts.isImportDeclaration(last) || text.slice(0, last.end).endsWith(';')) return [];
  const endsWithValue =
    ts.isExpressionStatement(last) || ts.isVariableStatement(last) || ts.isTypeAliasDeclaration(last);
  return endsWithValue || !text.slice(0, last.end).endsWith('}') ? [{ start: last.end, end: last.end, text: ';' }] : [];
}

function isRepeatedFunction(statement: ts.Statement, repeated: ReadonlySet<string>): boolean {
  return ts.isFunctionDeclaration(statement) && statement.name !== undefined && repeated.has(statement.name.text);
}

function replace(node: ts.Node, text: string): TextEdit {
  return { start: node.getStart(), end: node.end, text };
}

function isWithin({ start, end }: TextEdit, statement: ts.Statement): boolean {
  return start >= statement.getStart() && end <= statement.end;
}

function within(edits: readonly TextEdit[], statement: ts.Statement): readonly TextEdit[] {
  return edits.filter((edit) => isWithin(edit, statement));
}

function outside(edits: readonly TextEdit[], statements: readonly ts.Statement[]): readonly TextEdit[] {
  return edits.filter((edit) => !statements.some((statement) => isWithin(edit, statement)));
}

/** Where a statement begins and ends after the edits within it. */
function rangeAfter(edits: readonly TextEdit[], statement: ts.Statement): readonly [number, number] {
  const grown = within(edits, statement).reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0);
  return [statement.getStart(), statement.end + grown];
}
