import ts from 'typescript';

/** The declaration of one name of a cell, with which later cells are compiled. */
interface Declaration {
  /** Undefined for a statement that declares no name, such as `declare global`. */
  readonly name: string | undefined;
  /** TypeScript keeps both apart: a type and a value may share a name. */
  readonly meaning: { readonly isType: boolean; readonly isValue: boolean };
  readonly text: string;
}

const TYPE = { isType: true, isValue: false } as const;
const VALUE = { isType: false, isValue: true } as const;
const BOTH = { isType: true, isValue: true } as const;

/**
 * The declarations of the cells so far. A cell that fails or is interrupted keeps the names to which it gave a value,
 * because people look at what a loop has collected when they stop it.
 */
export class KnownDeclarations {
  private known: readonly Declaration[] = [];
  private ofCell: readonly Declaration[] = [];
  /** The declarations as text for the compiler. */
  text = '';

  /** @param text what TypeScript declares of the cell that comes next; empty when it does not compile. */
  startCell(text: string): void {
    this.ofCell = text === '' ? [] : declarationsIn(text);
  }

  /** Keeps the declarations of that cell whose names it has given a value, and all its types. */
  endCell(hasValue: (name: string) => boolean): void {
    const kept = this.ofCell.filter(({ name, meaning }) => name === undefined || !meaning.isValue || hasValue(name));
    this.ofCell = [];
    if (kept.length === 0) return;
    const remaining = this.known.filter((earlier) => !kept.some((later) => takesPlaceOf(later, earlier)));
    this.known = [...kept, ...remaining];
    this.text = this.known.map(({ text }) => text).join('\n');
  }
}

function takesPlaceOf(later: Declaration, earlier: Declaration): boolean {
  if (earlier.name === undefined || later.name === undefined) return later.text === earlier.text;
  const isSameType = later.meaning.isType && earlier.meaning.isType;
  const isSameValue = later.meaning.isValue && earlier.meaning.isValue;
  return later.name === earlier.name && (isSameType || isSameValue);
}

function declarationsIn(text: string): readonly Declaration[] {
  const file = ts.createSourceFile('cell.d.ts', text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  return file.statements.flatMap((statement) => declarationsOf(statement, file));
}

function declarationsOf(statement: ts.Statement, file: ts.SourceFile): readonly Declaration[] {
  if (ts.isExportDeclaration(statement)) return [];
  if (ts.isVariableStatement(statement)) return variablesOf(statement, file);
  if (ts.isImportDeclaration(statement) && statement.importClause)
    return importsOf(statement, statement.importClause, file);
  // The text includes the documentation before the declaration.
  return [{ name: nameOf(statement), meaning: meaningOf(statement), text: statement.getFullText(file).trim() }];
}

function nameOf(statement: ts.Statement): string | undefined {
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement);
  // `declare module 'zod'` and `declare global` add to earlier declarations and replace none.
  return isNamed && statement.name && ts.isIdentifier(statement.name) && !isGlobal(statement)
    ? statement.name.text
    : undefined;
}

function isGlobal(statement: ts.Statement): boolean {
  return ts.isModuleDeclaration(statement) && (statement.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
}

function meaningOf(statement: ts.Statement): Declaration['meaning'] {
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return TYPE;
  return ts.isFunctionDeclaration(statement) ? VALUE : BOTH;
}

/** Gives each variable its own declaration, because a later cell may declare one of them again. */
function variablesOf(statement: ts.VariableStatement, file: ts.SourceFile): readonly Declaration[] {
  const { declarations } = statement.declarationList;
  // This is the documentation and `declare let`.
  const start = file.text.slice(statement.getFullStart(), declarations[0]?.getStart(file)).trim();
  return declarations.map((declaration) => ({
    name: declaration.name.getText(file),
    meaning: VALUE,
    text: `${start} ${declaration.getText(file)};`,
  }));
}

function importsOf(
  { moduleSpecifier }: ts.ImportDeclaration,
  { name, namedBindings, isTypeOnly }: ts.ImportClause,
  file: ts.SourceFile,
): readonly Declaration[] {
  const meaning = isTypeOnly ? TYPE : BOTH;
  const from = `import ${isTypeOnly ? 'type ' : ''}`;
  const text = (binding: string) => `${from}${binding} from ${moduleSpecifier.getText(file)};`;
  const named = namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements : [];
  const namespace = namedBindings && ts.isNamespaceImport(namedBindings) ? [namedBindings] : [];
  return [
    ...(name ? [{ name: name.text, meaning, text: text(name.text) }] : []),
    ...namespace.map((binding) => ({ name: binding.name.text, meaning, text: text(binding.getText(file)) })),
    ...named.map((element) => ({
      name: element.name.text,
      meaning: element.isTypeOnly ? TYPE : meaning,
      text: text(`{ ${element.getText(file)} }`),
    })),
  ];
}
