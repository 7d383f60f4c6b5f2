import ts from 'typescript';
import { CELL_SYNTAX } from './runtime-libraries';

const ADVICE =
  'A cell is TypeScript without JSX, because `<Type>value` is a cast there. Write the JSX in a file that ends in .tsx beside the notebook and import it, or call `React.createElement`.';

/** One problem in place of many for a cell whose only fault is that it holds JSX; undefined for other cells. */
export function jsxProblem(file: ts.SourceFile, end: number): readonly ts.Diagnostic[] | undefined {
  const code = file.text.slice(0, end);
  if (!/<[\w>]/.test(code)) return undefined;
  const withJsx = ts.createSourceFile('cell.tsx', code, CELL_SYNTAX, false, ts.ScriptKind.TSX);
  const isClean =
    (withJsx as ts.SourceFile & { readonly parseDiagnostics: readonly unknown[] }).parseDiagnostics.length === 0;
  const jsx = isClean ? firstJsx(withJsx) : undefined;
  if (!jsx) return undefined;
  const start = jsx.getStart(withJsx);
  const category = ts.DiagnosticCategory.Error;
  return [{ file, start, length: jsx.getEnd() - start, messageText: ADVICE, category, code: 0 }];
}

function firstJsx(node: ts.Node): ts.Node | undefined {
  if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node)) return node;
  return ts.forEachChild(node, firstJsx);
}
