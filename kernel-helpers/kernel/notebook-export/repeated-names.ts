import ts from 'typescript';
import type { CodeOfScript } from './notebook-cell';

/**
 * Names that cannot be declared where they stand: a later cell declares them again, which a script may not do, or their
 * cell becomes a block. They are declared once, in front of their first cell, and assigned in each.
 */
export function repeatedNames(cells: readonly CodeOfScript[]): ReadonlySet<string> {
  const ways = new Map<string, readonly string[]>();
  for (const { file } of cells) {
    for (const [name, way] of declarationsIn(file)) ways.set(name, [...(ways.get(name) ?? []), way]);
  }
  const ofBlocks = cells.filter(({ mayThrow }) => mayThrow).flatMap(({ names }) => [...names.keys()]);
  const repeated = new Set([...ways].filter(([, of]) => of.length > 1 && !mayRepeat(of)).map(([name]) => name));
  return withNeighbours(new Set([...repeated, ...ofBlocks]), cells);
}

/** A script may declare a `var` again, add to an enum or a namespace, and overload a function in one place. */
function mayRepeat(ways: readonly string[]): boolean {
  const [first = '', ...others] = ways;
  return /^(?:var|merged|import .*)$/.test(first) && others.every((way) => way === first);
}

/** Each name with the way in which it is declared: once for each cell, imports with their module and name. */
function declarationsIn(file: ts.SourceFile): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      if (statement.name) found.set(statement.name.text, 'once');
    } else if (ts.isEnumDeclaration(statement) || ts.isModuleDeclaration(statement)) {
      if (!found.has(statement.name.text)) found.set(statement.name.text, 'merged');
    } else if (ts.isImportEqualsDeclaration(statement)) found.set(statement.name.text, 'once');
    else if (ts.isImportDeclaration(statement)) {
      for (const [name, from] of importedNames(statement)) found.set(name, from);
    } else for (const list of declarationListsIn(statement)) addVariables(list, found);
  }
  return found;
}

function addVariables(list: ts.VariableDeclarationList, found: Map<string, string>): void {
  const way = list.flags & ts.NodeFlags.BlockScoped ? 'once' : 'var';
  for (const { name } of list.declarations) for (const one of namesIn(name)) found.set(one, way);
}

function importedNames({
  importClause,
  moduleSpecifier,
}: ts.ImportDeclaration): readonly (readonly [string, string])[] {
  const module = moduleSpecifier.getText();
  const bindings = importClause?.namedBindings;
  const usual = importClause?.name ? ([[importClause.name.text, `import default ${module}`]] as const) : [];
  if (!bindings) return usual;
  if (ts.isNamespaceImport(bindings)) return [...usual, [bindings.name.text, `import * ${module}`]];
  const named = bindings.elements.map(({ name, propertyName }) => {
    return [name.text, `import ${(propertyName ?? name).text} ${module}`] as const;
  });
  return [...usual, ...named];
}

/** A statement's own list of variables, and every `var` in its blocks and loops. */
export function declarationListsIn(statement: ts.Statement): readonly ts.VariableDeclarationList[] {
  if (ts.isVariableStatement(statement)) return [statement.declarationList];
  const found: ts.VariableDeclarationList[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return;
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) found.push(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(statement, visit);
  return found;
}

/** The names of `x`, `{ a, b: [c] }` and `[d, ...e]`. */
export function namesIn(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesIn(element.name)));
}

/** `const { a, b } = …` becomes one assignment, so `b` goes with `a`. */
function withNeighbours(names: ReadonlySet<string>, cells: readonly CodeOfScript[]): ReadonlySet<string> {
  const all = new Set(names);
  const groups = cells
    .flatMap(({ file }) => file.statements.flatMap(declarationListsIn))
    .map(({ declarations }) => declarations.flatMap(({ name }) => namesIn(name)));
  for (let size = -1; size !== all.size; ) {
    size = all.size;
    for (const group of groups) if (group.some((name) => all.has(name))) for (const name of group) all.add(name);
  }
  return all;
}
