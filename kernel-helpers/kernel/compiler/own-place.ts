import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { isCellFile } from './cell-file';

/** Jupyter's server names the kernel's notebook in this variable; other programs that start kernels do not set it. */
export const NOTEBOOK_VARIABLE = 'JPY_SESSION_NAME';

/**
 * Makes `import.meta`, `__dirname` and `__filename` work in a cell, which is neither a CommonJS nor an ES module, and
 * `import.meta` in the modules that it imports. A cell's file is its notebook.
 */
export function tellOwnPlace(checker: ts.TypeChecker): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (sourceFile) => {
    if (!/import\.meta|__dirname|__filename/.test(sourceFile.text)) return sourceFile;
    const { factory } = context;
    const file = fileOf(sourceFile.fileName);
    const isCell = isCellFile(sourceFile.fileName);
    const visit = (node: ts.Node): ts.Node => {
      if (isImportMeta(node)) return importMeta(factory, file);
      if (isCell && ts.isIdentifier(node) && isNodesOwn(checker, node)) {
        return factory.createStringLiteral(node.text === '__dirname' ? dirname(file) : file);
      }
      return ts.visitEachChild(node, visit, context);
    };
    return ts.visitEachChild(sourceFile, visit, context);
  };
}

function fileOf(fileName: string): string {
  if (!isCellFile(fileName)) return fileName;
  return join(dirname(fileName), basename(process.env[NOTEBOOK_VARIABLE] ?? 'notebook.ipynb'));
}

/** True for one of Node's two variables, unless the notebook has declared a variable of this name. */
function isNodesOwn(checker: ts.TypeChecker, node: ts.Identifier): boolean {
  if (node.text !== '__dirname' && node.text !== '__filename') return false;
  const original = ts.getOriginalNode(node, ts.isIdentifier);
  const declarations = (original && checker.getSymbolAtLocation(original)?.declarations) ?? [];
  return declarations.some((declaration) => declaration.getSourceFile().fileName.includes('/@types/node/'));
}

/** The other meta property is `new.target`. */
function isImportMeta(node: ts.Node): boolean {
  return ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword;
}

function importMeta(factory: ts.NodeFactory, file: string): ts.Expression {
  const properties = { dirname: dirname(file), filename: file, url: pathToFileURL(file).href };
  const assignments = Object.entries(properties).map(([name, value]) =>
    factory.createPropertyAssignment(name, factory.createStringLiteral(value)),
  );
  return factory.createParenthesizedExpression(factory.createObjectLiteralExpression(assignments));
}
