import ts from 'typescript';

/** What TypeScript 5.9 has at run time and keeps out of its declarations. The version is pinned for this reason. */
export interface SourceFileInternals extends ts.SourceFile {
  path: string;
  resolvedPath: string;
  originalFileName: string;
  readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[];
  /** Every word of the file that may be a name. */
  readonly identifiers: ReadonlyMap<string, string>;
  /** The names at the top level; undefined until the file is bound. */
  readonly locals?: ReadonlyMap<ts.__String, ts.Symbol>;
  /** Collected when a program is built. The checker needs them, also in a file that was added later. */
  imports: readonly ts.StringLiteralLike[] | undefined;
  moduleAugmentations: readonly ts.Node[] | undefined;
  ambientModuleNames: readonly string[] | undefined;
}

export interface ProgramInternals extends ts.Program {
  getResolvedModule(
    file: ts.SourceFile,
    name: string,
    mode: ts.ResolutionMode,
  ): ts.ResolvedModuleWithFailedLookupLocations | undefined;
  /** By path, which imports brought a file into the program, each as its place in the list of a file's imports. */
  getFileIncludeReasons(): ReadonlyMap<string, readonly unknown[]>;
}

export interface CheckerInternals extends ts.TypeChecker {
  /** Also those of a module that ends in `export = path`. */
  getExportsAndPropertiesOfModule(module: ts.Symbol): readonly ts.Symbol[];
  /** Where a name was imported or exported as a type only. */
  getTypeOnlyAliasDeclaration(symbol: ts.Symbol): ts.Node | undefined;
  resolveName(name: string, location: ts.Node, meaning: ts.SymbolFlags, excludeGlobals: boolean): ts.Symbol | undefined;
  /** The symbol that stands for this one, for example that of `x` in a module with `export = x` and other exports. */
  getMergedSymbol(symbol: ts.Symbol): ts.Symbol;
}

interface SymbolParts {
  readonly displayParts: ts.SymbolDisplayPart[];
  readonly documentation: ts.SymbolDisplayPart[];
  readonly symbolKind: ts.ScriptElementKind;
  readonly tags: ts.JSDocTagInfo[] | undefined;
}

interface TypeScriptInternals {
  readonly SymbolDisplay: {
    getSymbolKind(checker: ts.TypeChecker, symbol: ts.Symbol, location: ts.Node): ts.ScriptElementKind;
    getSymbolModifiers(checker: ts.TypeChecker, symbol: ts.Symbol): string;
    getSymbolDisplayPartsDocumentationAndSymbolKind(
      checker: ts.TypeChecker,
      symbol: ts.Symbol,
      sourceFile: ts.SourceFile,
      container: ts.Node | undefined,
      location: ts.Node,
    ): SymbolParts;
  };
  bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void;
  isExpressionNode(node: ts.Node): boolean;
  /** Without parentheses, `as` and `!`. */
  skipOuterExpressions(node: ts.Expression): ts.Expression;
  getModuleInstanceState(node: ts.ModuleDeclaration): number;
  getTouchingPropertyName(sourceFile: ts.SourceFile, position: number): ts.Node;
  getTokenAtPosition(sourceFile: ts.SourceFile, position: number): ts.Node;
  getContainerNode(node: ts.Node): ts.Node | undefined;
  getJSDocCommentRanges(node: ts.Node, text: string): readonly ts.CommentRange[] | undefined;
  /** The text is that of a whole file, so that positions are right. */
  parseIsolatedJSDocComment(text: string, start: number, length: number): { readonly jsDoc: ts.JSDoc } | undefined;
  setParentRecursive(root: ts.Node, incremental: boolean): void;
}

export const {
  bindSourceFile,
  isExpressionNode,
  skipOuterExpressions,
  getModuleInstanceState,
  getTouchingPropertyName,
  getTokenAtPosition,
  getContainerNode,
  getJSDocCommentRanges,
  parseIsolatedJSDocComment,
  setParentRecursive,
  SymbolDisplay: symbolDisplay,
} = ts as typeof ts & TypeScriptInternals;
