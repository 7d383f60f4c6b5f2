import { posix } from 'node:path';
import ts from 'typescript';
import { createCellProgram } from './cell-program';
import { readOnce, watchFewFiles } from './compiler-system';
import { emittedMaps, splitInlineMap } from './emitted-maps';
import { resolveModulesFresh } from './module-resolution';
import { inNotebookWords } from './notebook-words';
import { OWN_TYPE_ROOT } from './own-type-root';
import { strictness } from './strictness';

/**
 * tslab 1.0.22 is written against its own fork of TypeScript 5.0.4 (`@tslab/typescript-for-tslab`).
 * The fork exports a few internals and two rewritten functions. This module offers the same on top of TypeScript 5.9,
 * and sets the compiler options with which cells are checked.
 */

interface QuickInfoParts {
  readonly displayParts: ts.SymbolDisplayPart[];
  readonly documentation: ts.SymbolDisplayPart[];
  readonly symbolKind: ts.ScriptElementKind;
  readonly tags: ts.JSDocTagInfo[] | undefined;
}

/** Functions that TypeScript exports at run time but does not declare. */
interface TypeScriptInternals {
  readonly nullTransformationContext: ts.TransformationContext;
  getTouchingPropertyName(sourceFile: ts.SourceFile, position: number): ts.Node;
  getContainerNode(node: ts.Node): ts.Node | undefined;
  createTextSpanFromNode(node: ts.Node, sourceFile: ts.SourceFile): ts.TextSpan;
  readonly SymbolDisplay: {
    getSymbolModifiers(checker: ts.TypeChecker, symbol: ts.Symbol): string;
    getSymbolDisplayPartsDocumentationAndSymbolKind(
      checker: ts.TypeChecker,
      symbol: ts.Symbol,
      sourceFile: ts.SourceFile,
      container: ts.Node | undefined,
      location: ts.Node,
    ): QuickInfoParts;
  };
  readonly Completions: { getCompletionsAtPosition(...parameters: readonly unknown[]): unknown };
  isUnknownSymbol?(symbol: ts.Symbol): boolean;
}

const internals = ts as typeof ts & TypeScriptInternals;

/** TypeScript 5.9 in the shape of tslab's fork. */
export function createTypeScriptForTslab(): object {
  return {
    ...ts,
    Completions: { ...internals.Completions, getCompletionsAtPositionForTslab: getCompletions },
    createWatchCompilerHost,
    getDefaultTypeRoots,
    getNullTransformationContext: () => internals.nullTransformationContext,
    getPreEmitDiagnosticsOfFiles,
    getQuickInfoAtPosition,
    transpileModule,
  };
}

/** Options in which this kernel differs from stock tslab. */
function cellCompilerOptions(stock: ts.CompilerOptions): ts.CompilerOptions {
  // The fork alone has these, or TypeScript has removed them since; a module allows top-level await anyway.
  const { noImplicitUseStrict: _strictPrologue, disableTopLevelAwait: _topLevelAwait, ...options } = stock;
  return {
    ...options,
    lib: librariesOfThisNode(),
    // Otherwise TypeScript would look in every parent folder for packages that replace its libraries.
    libReplacement: false,
    // Packages with an `exports` map are found, as Node finds them.
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    // Only Node's globals: other packages under @types would slow every start, and declare globals that do not exist.
    types: ['node'],
    // Both steps put their source maps into the code, for stack traces.
    inlineSourceMap: true,
    typeRoots: [...(options.typeRoots ?? []), OWN_TYPE_ROOT],
  };
}

function librariesOfThisNode(): string[] {
  const nodeMajor = Number.parseInt(process.versions.node, 10);
  const common = ['es2023', 'esnext.disposable'];
  const sinceNode22 = ['es2024', 'esnext.array', 'esnext.collection', 'esnext.iterator'];
  const sinceNode24 = ['esnext.promise', 'esnext.error', 'esnext.float16', 'esnext.sharedmemory'];
  const known = [...common, ...(nodeMajor >= 22 ? sinceNode22 : []), ...(nodeMajor >= 24 ? sinceNode24 : [])];
  return known.map((name) => `lib.${name}.d.ts`);
}

function createWatchCompilerHost(
  rootFiles: string[],
  stockOptions: ts.CompilerOptions,
  system: ts.System,
  _createProgram: null,
  reportDiagnostic: ts.DiagnosticReporter,
  reportWatchStatus: ts.WatchStatusReporter,
): object {
  const options = cellCompilerOptions(stockOptions);
  strictness.govern(options);
  const host = ts.createWatchCompilerHost(
    rootFiles,
    options,
    readOnce(watchFewFiles(system)),
    createCellProgram,
    reportDiagnostic,
    reportWatchStatus,
  );
  resolveModulesFresh(host, options);
  return host;
}

function getDefaultTypeRoots(directory: string): string[] {
  const parent = posix.dirname(directory);
  const here = posix.join(directory, 'node_modules/@types');
  return parent === directory ? [here] : [here, ...getDefaultTypeRoots(parent)];
}

function getPreEmitDiagnosticsOfFiles(program: ts.Program, files: readonly ts.SourceFile[]): readonly ts.Diagnostic[] {
  const diagnostics = ts.sortAndDeduplicateDiagnostics([
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...files.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
      ...program.getDeclarationDiagnostics(file),
    ]),
  ]);
  // Otherwise tslab would make a separate message of each reason.
  return diagnostics.map((diagnostic) => {
    const messageText = inNotebookWords(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
    return { ...diagnostic, messageText };
  });
}

/** The language service's quick info, for a program without a language service. */
function getQuickInfoAtPosition(
  sourceFile: ts.SourceFile,
  checker: ts.TypeChecker,
  _cancellation: ts.CancellationToken,
  position: number,
): ts.QuickInfo | undefined {
  const touched = internals.getTouchingPropertyName(sourceFile, position);
  if (touched === sourceFile) return undefined;
  const node = nodeForQuickInfo(touched);
  const symbol = checker.getSymbolAtLocation(node);
  if (!symbol) return undefined;
  const container = internals.getContainerNode(node);
  const parts = internals.SymbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind(
    checker,
    symbol,
    sourceFile,
    container,
    node,
  );
  return {
    kind: parts.symbolKind,
    kindModifiers: internals.SymbolDisplay.getSymbolModifiers(checker, symbol),
    textSpan: internals.createTextSpanFromNode(node, sourceFile),
    displayParts: parts.displayParts,
    documentation: parts.documentation,
    tags: parts.tags,
  };
}

function nodeForQuickInfo(node: ts.Node): ts.Node {
  if (ts.isNewExpression(node.parent) && node.pos === node.parent.pos) return node.parent.expression;
  if (ts.isNamedTupleMember(node.parent) && node.pos === node.parent.pos) return node.parent;
  return node;
}

/** tslab gives an empty host, and the fork's signature lacks the last parameter, a format context. */
function getCompletions(_host: object, program: ts.Program, ...parameters: readonly unknown[]): unknown {
  const [log, sourceFile, position, preferences, trigger] = parameters;
  return internals.Completions.getCompletionsAtPosition(
    completionHost(program),
    program,
    log,
    sourceFile,
    position,
    preferences,
    trigger,
    undefined,
  );
}

/** The part of a language service that TypeScript needs besides the program: modules and their exports. */
function completionHost(program: ts.Program): ts.LanguageServiceHost {
  return {
    ...ts.sys,
    getCompilationSettings: () => program.getCompilerOptions(),
    getCurrentDirectory: () => program.getCurrentDirectory(),
    getScriptFileNames: () => [...program.getRootFileNames()],
    getScriptVersion: () => '',
    getScriptSnapshot: () => undefined,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
  };
}

const STRICT_PROLOGUE = /^"use strict";\n/;

/** TypeScript 5.9 always emits the prologue "use strict". Cells run without it, as in stock tslab. */
function transpileModule(source: string, options: ts.TranspileOptions): ts.TranspileOutput {
  const { noImplicitUseStrict: _strictPrologue, ...compilerOptions } = options.compilerOptions ?? {};
  const module = splitInlineMap(source);
  const transpiled = ts.transpileModule(module.code, {
    ...options,
    compilerOptions: { ...compilerOptions, inlineSourceMap: true },
  });
  const commonJs = splitInlineMap(transpiled.outputText);
  // An empty line replaces the prologue, so that the map still fits.
  const outputText = commonJs.code.replace(STRICT_PROLOGUE, '\n');
  emittedMaps.add(outputText, [commonJs.map, module.map].filter(isText));
  return { ...transpiled, outputText };
}

function isText(text: string | undefined): text is string {
  return text !== undefined;
}
