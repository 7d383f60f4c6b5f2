import { basename } from 'node:path';
import ts from 'typescript';

/** The lines above an exported script: how it is run, and what cells have and scripts do not. */
export function scriptHead(script: ts.SourceFile, notebook: string): readonly string[] {
  const used = namesUsedIn(script);
  const name = basename(notebook, '.ipynb');
  const needs = used.has('using') ? '24, for `using`' : '22.18';
  const how = `// Exported from ${name}.ipynb. Run it in its folder, with Node.js ${needs} or newer: node ${name}.ts`;
  const words = [
    used.has('require') &&
      "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    used.has('__filename') && 'const __filename = import.meta.filename;',
    used.has('__dirname') && 'const __dirname = import.meta.dirname;',
  ].filter((word) => word !== false);
  return words.length === 0 ? [how] : [how, words.join('\n')];
}

function namesUsedIn(script: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)) {
      names.add(node.text);
    }
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) >= ts.NodeFlags.Using)
      names.add('using');
    ts.forEachChild(node, visit);
  };
  visit(script);
  return names;
}
