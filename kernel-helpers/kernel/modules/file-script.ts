import ts from 'typescript';
import { resolveHere } from './import-meta-resolve';

const { factory } = ts;

/** The JavaScript of a TypeScript file. */
export interface FileScript {
  readonly format: 'module' | 'commonjs';
  readonly code: string;
  readonly sourceMap: string;
}

export interface FileScriptOptions {
  readonly file: string;
  readonly text: string;
  readonly format: FileScript['format'];
  /** Those of the file's project. */
  readonly settings: ts.CompilerOptions;
  /** Says whether the name at a position of the file is only a type, as TypeScript knows from other files. */
  readonly isOnlyType?: (position: number) => boolean;
}

/** Names that Node.js gives to CommonJS only. TypeScript knows them everywhere. */
const COMMONJS_NAMES = ['require', '__filename', '__dirname'] as const;
const CREATE_REQUIRE = 'º$createRequire';

/** Turns one TypeScript file into JavaScript; faults in its syntax stay in it, for Node.js to find. */
export function scriptOfFile({ file, text, format, settings, isOnlyType }: FileScriptOptions): FileScript {
  const isModule = format === 'module';
  let names: readonly string[] = [];
  const fit = (source: ts.SourceFile) => {
    names = isModule ? givenNames(source) : [];
    return isOnlyType ? withoutTypeExports(source, (name) => isOnlyType(name.getStart(source))) : source;
  };
  const { outputText, sourceMapText = '' } = ts.transpileModule(text, {
    fileName: file,
    compilerOptions: {
      ...followed(settings),
      target: ts.ScriptTarget.ES2022,
      // Like ESNext, and `import fs = require('fs')` stays what it says.
      module: isModule ? ts.ModuleKind.Preserve : ts.ModuleKind.CommonJS,
      esModuleInterop: true,
      allowJs: true,
      sourceMap: true,
    },
    transformers: { before: [resolveHere, () => fit] },
  });
  const code = outputText.replace(/^#!.*/, '').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
  if (names.length === 0) return { format, code, sourceMap: sourceMapText };
  return { format, code: `${givenDeclarations(names)}\n${code}`, sourceMap: oneLineDown(sourceMapText) };
}

/** The settings of a project that change what its files do. */
function followed(settings: ts.CompilerOptions): ts.CompilerOptions {
  const { experimentalDecorators, emitDecoratorMetadata, jsx, jsxFactory, jsxFragmentFactory } = settings;
  const { jsxImportSource, verbatimModuleSyntax, target = ts.ScriptTarget.ES2022 } = settings;
  const { useDefineForClassFields = target >= ts.ScriptTarget.ES2022 } = settings;
  const isPreserved = jsx === undefined || jsx === ts.JsxEmit.Preserve || jsx === ts.JsxEmit.ReactNative;
  return {
    useDefineForClassFields,
    jsx: isPreserved ? ts.JsxEmit.React : jsx,
    ...(experimentalDecorators !== undefined && { experimentalDecorators }),
    ...(emitDecoratorMetadata !== undefined && { emitDecoratorMetadata }),
    ...(jsxFactory !== undefined && { jsxFactory }),
    ...(jsxFragmentFactory !== undefined && { jsxFragmentFactory }),
    ...(jsxImportSource !== undefined && { jsxImportSource }),
    ...(verbatimModuleSyntax !== undefined && { verbatimModuleSyntax }),
  };
}

function withoutTypeExports(source: ts.SourceFile, isType: (name: ts.Node) => boolean): ts.SourceFile {
  const statements = source.statements.flatMap((statement) => withoutTypes(statement, isType) ?? []);
  return factory.updateSourceFile(source, ts.setTextRange(factory.createNodeArray(statements), source.statements));
}

/** `export { House, type Room } from './house'` without the names that are types, though nothing in the file says so. */
function withoutTypes(statement: ts.Statement, isType: (name: ts.Node) => boolean): ts.Statement | undefined {
  if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) return statement;
  const { exportClause } = statement;
  if (!exportClause || !ts.isNamedExports(exportClause)) return statement;
  const elements = exportClause.elements.filter((element) => !element.isTypeOnly && !isType(element));
  if (elements.length === exportClause.elements.length) return statement;
  if (elements.length === 0 && statement.moduleSpecifier === undefined) return undefined;
  const clause = factory.updateNamedExports(exportClause, elements);
  const { modifiers, isTypeOnly, moduleSpecifier, attributes } = statement;
  return factory.updateExportDeclaration(statement, modifiers, isTypeOnly, clause, moduleSpecifier, attributes);
}

/** The names of CommonJS that a file uses and does not declare itself. */
function givenNames(source: ts.SourceFile): readonly string[] {
  const { identifiers } = source as unknown as { readonly identifiers: ReadonlyMap<string, string> };
  const declared = namesDeclaredIn(source);
  const usesRequire = source.statements.some(isImportOfRequire);
  return COMMONJS_NAMES.filter((name) => {
    return (identifiers.has(name) || (name === 'require' && usesRequire)) && !declared.has(name);
  });
}

function givenDeclarations(names: readonly string[]): string {
  const values = names.map((name) => {
    return `${name} = ${name === 'require' ? `${CREATE_REQUIRE}(import.meta.url)` : `import.meta.${name.slice(2)}`}`;
  });
  return `import { createRequire as ${CREATE_REQUIRE} } from 'node:module'; const ${values.join(', ')};`;
}

/** A source map for the same code below one more line. */
function oneLineDown(sourceMap: string): string {
  const map: { readonly mappings: string } = JSON.parse(sourceMap);
  return JSON.stringify({ ...map, mappings: `;${map.mappings}` });
}

function isImportOfRequire(statement: ts.Statement): boolean {
  return ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference);
}

function namesDeclaredIn(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (name: ts.BindingName | undefined): void => {
    if (!name) return;
    if (ts.isIdentifier(name)) names.add(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) add(element.name);
  };
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement)) for (const { name } of statement.declarationList.declarations) add(name);
    else if (ts.isFunctionDeclaration(statement) || ts.isImportEqualsDeclaration(statement)) add(statement.name);
    else if (ts.isImportDeclaration(statement)) {
      const bindings = statement.importClause?.namedBindings;
      add(statement.importClause?.name);
      if (bindings && ts.isNamespaceImport(bindings)) add(bindings.name);
      else if (bindings) for (const { name } of bindings.elements) add(name);
    }
  }
  return names;
}
