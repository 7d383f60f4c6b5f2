import ts from 'typescript';
import { getModuleInstanceState } from './typescript-internals';

/** How a name gets its value. A `declaration` is defined where it is declared: a function, class, enum or import. */
export type ValueKind = 'const' | 'let' | 'var' | 'declaration';

/** What one cell declares a name to be. A name may stand for a value, a type, or both. */
export interface DeclaredName {
  readonly value?: ValueKind;
  /** True for `declare let gx: number`: the value is elsewhere. */
  readonly isAmbient?: boolean;
  /** The type's parameters as written: `<Row, Key = string>`; empty when it has none. */
  readonly type?: string;
}

export type DeclaredNames = ReadonlyMap<string, DeclaredName>;

type Declared = readonly [name: string, meaning: DeclaredName];

/** The names that a cell declares for the whole notebook, `var` in blocks and loops included. */
export function namesDeclaredIn(file: ts.SourceFile): DeclaredNames {
  const names = new Map<string, DeclaredName>();
  for (const statement of file.statements) {
    for (const [name, meaning] of namesOf(statement)) {
      const known = names.get(name);
      // A function and a namespace of one name are one declaration.
      const value = known?.value === 'declaration' ? known : meaning;
      names.set(name, { ...known, ...meaning, ...(value.value && { value: value.value }) });
    }
  }
  return names;
}

function namesOf(statement: ts.Statement): readonly Declared[] {
  if (ts.isVariableStatement(statement)) {
    const { declarationList } = statement;
    const meaning = { value: keywordOf(declarationList), ...ambience(statement) };
    return declarationList.declarations.flatMap(({ name }) => namesIn(name, meaning));
  }
  if (ts.isImportDeclaration(statement)) return importedNames(statement.importClause);
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
    return [[statement.name.text, { type: parametersOf(statement) }]];
  }
  if (ts.isFunctionDeclaration(statement)) {
    return statement.name ? [[statement.name.text, definition(statement)]] : [];
  }
  if (ts.isClassDeclaration(statement)) {
    if (!statement.name) return [];
    return [[statement.name.text, { ...definition(statement), type: parametersOf(statement) }]];
  }
  const isNamed =
    ts.isEnumDeclaration(statement) || ts.isModuleDeclaration(statement) || ts.isImportEqualsDeclaration(statement);
  if (!isNamed) return varsIn(statement);
  const { name } = statement;
  // `declare global` and `declare module 'zod'` add to others' names.
  if (ts.isImportEqualsDeclaration(statement) && statement.isTypeOnly) return [[statement.name.text, { type: '' }]];
  const isOwn = ts.isIdentifier(name) && !(statement.flags & ts.NodeFlags.GlobalAugmentation);
  const isOnlyTypes = ts.isModuleDeclaration(statement) && getModuleInstanceState(statement) === 0;
  return isOwn ? [[name.text, { ...(!isOnlyTypes && definition(statement)), type: '' }]] : [];
}

/** `declare const x`: nothing to run. */
export function isAmbient(node: ts.Node): boolean {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
}

function definition(statement: ts.Statement): DeclaredName {
  return { value: 'declaration', ...ambience(statement) };
}

function ambience(statement: ts.Statement): DeclaredName {
  return isAmbient(statement) ? { isAmbient: true } : {};
}

/** A resource of `using` and `await using` cannot be assigned either. */
function keywordOf({ flags }: ts.VariableDeclarationList): ValueKind {
  if (flags & (ts.NodeFlags.Const | ts.NodeFlags.Using)) return 'const';
  return flags & ts.NodeFlags.Let ? 'let' : 'var';
}

function parametersOf({
  typeParameters,
}: ts.ClassDeclaration | ts.InterfaceDeclaration | ts.TypeAliasDeclaration): string {
  const parameters = (typeParameters ?? []).map(({ name, default: usual }) =>
    usual ? `${name.text} = ${usual.getText()}` : name.text,
  );
  return parameters.length === 0 ? '' : `<${parameters.join(', ')}>`;
}

function importedNames(clause: ts.ImportClause | undefined): readonly Declared[] {
  const bindings = clause?.namedBindings;
  const named = bindings && (ts.isNamespaceImport(bindings) ? [bindings] : bindings.elements);
  const isType = clause?.isTypeOnly === true;
  return [clause, ...(named ?? [])].flatMap((binding): Declared[] => {
    if (!binding?.name) return [];
    const isOnlyType = isType || (ts.isImportSpecifier(binding) && binding.isTypeOnly);
    return [[binding.name.text, isOnlyType ? { type: '' } : { value: 'declaration', type: '' }]];
  });
}

/** The names of `x`, `{ a, b: [c] }` and `[d, ...e]`. */
function namesIn(name: ts.BindingName, meaning: DeclaredName): readonly Declared[] {
  if (ts.isIdentifier(name)) return [[name.text, meaning]];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesIn(element.name, meaning)));
}

/**
 * `var` belongs to the whole cell wherever it stands outside of functions. To TypeScript, so does the function of
 * `if (late) function f() {}`, which V8 refuses.
 */
function varsIn(statement: ts.Statement): readonly Declared[] {
  const found: Declared[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) && node.name && !isBlock(node.parent)) {
      found.push([node.name.text, { value: 'declaration' }]);
    }
    if (ts.isExpression(node) || ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node))
      return;
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) {
      for (const { name } of node.declarations) {
        for (const declared of namesIn(name, { value: 'var' })) found.push(declared);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

function isBlock(node: ts.Node): boolean {
  return ts.isBlock(node) || ts.isCaseOrDefaultClause(node);
}
