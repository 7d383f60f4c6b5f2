import ts from 'typescript';
import { type ColumnText, columnTextAt } from './column-text';
import { namesAt } from './completed-names';
import type { EarlierSymbols } from './earlier-symbols';
import { withFoldedRows } from './folded-rows';
import { type ImportableNames, importOf, SHORTEST_TYPED } from './importable-names';
import { ELSEWHERE } from './names-elsewhere';
import { withoutImports } from './notebook-words';
import { type OptionsHelp, optionAt, optionsOf } from './option-help';
import {
  getContainerNode,
  getTouchingPropertyName,
  type SourceFileInternals,
  symbolDisplay,
} from './typescript-internals';

/** Names that may stand at the cursor: they replace the code from `start` to `end`. */
export interface CellCompletion {
  readonly start: number;
  readonly end: number;
  /** Best first; only those that begin with what is typed. */
  readonly entries: readonly CompletedName[];
  /** The text around the cursor if it names a column. */
  readonly column?: ColumnText;
}

export interface CompletedName {
  readonly name: string;
  readonly kind: string;
  /** Of a function: `(x: number): number`, and `(+1 overload)`. */
  readonly signature?: string;
  /** Of a name that must be imported first. */
  readonly importable?: {
    readonly from: string;
    /** `import { readFile } from 'node:fs/promises';` */
    readonly code: string;
    /** True where nothing but the name stands there, so that the import can stand before it. */
    readonly isStatement: boolean;
  };
}

/** More signatures than this nobody reads. */
const MOST_SIGNATURES = 100;

/** A cell with what TypeScript knows of it. */
interface KnownCell {
  readonly file: SourceFileInternals;
  readonly program: ts.Program;
  readonly importables: () => ImportableNames;
}

/** What may stand at the cursor. */
export function completeAt(
  { file, program, importables, earlier }: KnownCell & { readonly earlier: EarlierSymbols },
  cursor: number,
): CellCompletion {
  const { start, end } = wordAround(file, cursor);
  const typed = file.text.slice(start, cursor).toLowerCase();
  const found = namesAt(file, cursor, typed, { program, earlier });
  const entries = found.entries.map((entry, index) => {
    if (entry.symbol && index < MOST_SIGNATURES) earlier.settle(entry.symbol);
    const signature = index < MOST_SIGNATURES ? signatureOf(entry, file, program.getTypeChecker()) : undefined;
    return { name: entry.name, kind: kindOf(entry, file, program.getTypeChecker()), ...(signature && { signature }) };
  });
  const column = columnTextAt(file, program.getTypeChecker(), cursor);
  const isName = found.isMember === false && ts.isIdentifier(getTouchingPropertyName(file, start));
  const imported =
    isName && typed.length >= SHORTEST_TYPED ? importedNames(importables(), file, { start, typed }, entries) : [];
  return { start, end, entries: [...entries, ...imported], ...(column && { column }) };
}

function importedNames(
  importables: ImportableNames,
  file: SourceFileInternals,
  { start, typed }: { readonly start: number; readonly typed: string },
  entries: readonly CompletedName[],
): readonly CompletedName[] {
  const taken = new Set(entries.map(({ name }) => name));
  const isStatement = isWholeStatement(getTouchingPropertyName(file, start));
  return importables
    .beginningWith(typed, (name) => taken.has(name))
    .map((found) => {
      const signature = importables.signatureOf(found, file);
      const importable = { from: found.from, code: importOf(found), isStatement };
      return { name: found.name, kind: importables.kindOf(found, file), ...(signature && { signature }), importable };
    });
}

function isWholeStatement(node: ts.Node): boolean {
  const { parent } = node;
  return ts.isIdentifier(node) && ts.isExpressionStatement(parent) && ts.isSourceFile(parent.parent);
}

function signatureOf({ symbol }: ts.CompletionEntry, file: ts.SourceFile, checker: ts.TypeChecker): string | undefined {
  const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  if (!target || !(target.flags & ts.SymbolFlags.Value)) return undefined;
  const [first, ...others] = checker.getTypeOfSymbolAtLocation(target, file).getCallSignatures();
  if (!first) return undefined;
  const more = others.length === 0 ? '' : ` (+${others.length} overload${others.length === 1 ? '' : 's'})`;
  return `${checker.signatureToString(first, file)}${more}`;
}

/** An imported function is an alias to TypeScript, and a function to people. */
function kindOf({ symbol, kind }: ts.CompletionEntry, file: SourceFileInternals, checker: ts.TypeChecker): string {
  if (kind !== ts.ScriptElementKind.alias || !symbol || !(symbol.flags & ts.SymbolFlags.Alias)) return kind;
  return symbolDisplay.getSymbolKind(checker, checker.getAliasedSymbol(symbol), file);
}

/** What is known of a name, with the options that it takes if it is a function. */
export interface NameHelp extends ts.QuickInfo {
  readonly options: readonly OptionsHelp[];
}

/** The language service's quick info, for a program without a language service. */
export function describeAt(
  { file, program, end, importables }: KnownCell & { readonly end: number },
  cursor: number,
): NameHelp | undefined {
  const touched = getTouchingPropertyName(file, cursor);
  if (touched === file) return undefined;
  const node = nodeToDescribe(touched);
  const checker = program.getTypeChecker();
  const found = optionAt(node, checker) ?? checker.getSymbolAtLocation(node);
  if (!found) return ts.isIdentifier(node) ? describeImport(node, file, importables()) : undefined;
  const symbol = isOfEarlierCell(found, end) ? checker.getAliasedSymbol(found) : found;
  const { displayParts, documentation, symbolKind, tags } =
    symbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind(checker, symbol, file, getContainerNode(node), node);
  const shown = withFoldedRows(ts.displayPartsToString(displayParts), node, checker);
  const start = node.getStart(file);
  const ofName = documentation.length > 0 ? documentation : documentationElsewhere(symbol, checker);
  return {
    kind: symbolKind,
    kindModifiers: symbolDisplay.getSymbolModifiers(checker, symbol),
    textSpan: { start, length: node.end - start },
    displayParts: [{ kind: 'text', text: withoutImports(shown) }],
    documentation: [...ofName],
    ...(tags && { tags: tags.filter(({ name }) => name !== ELSEWHERE) }),
    options: optionsOf(symbol, node, checker),
  };
}

/** What stands behind the cell's own code are imports of what earlier cells declare. */
function isOfEarlierCell({ flags, declarations = [] }: ts.Symbol, end: number): boolean {
  return (flags & ts.SymbolFlags.Alias) !== 0 && declarations.every(({ pos }) => pos >= end);
}

function describeImport(node: ts.Identifier, file: ts.SourceFile, importables: ImportableNames): NameHelp | undefined {
  const found = importables.find(node.text);
  if (!found) return undefined;
  const start = node.getStart(file);
  const signature = importables.signatureOf(found, file);
  const text = [importOf(found), ...(signature ? [`function ${found.name}${signature}`] : [])].join('\n');
  return {
    kind: ts.ScriptElementKind.alias,
    kindModifiers: '',
    textSpan: { start, length: node.end - start },
    displayParts: [{ kind: 'text', text }],
    documentation: [...importables.documentationOf(found)],
    options: [],
  };
}

/** `declare const rooms: typeof import('./.cell-3.mts').rooms` stands for a variable that is documented in its cell. */
function documentationElsewhere(symbol: ts.Symbol, checker: ts.TypeChecker): readonly ts.SymbolDisplayPart[] {
  const [declaration] = symbol.declarations ?? [];
  const type = declaration && ts.isVariableDeclaration(declaration) ? declaration.type : undefined;
  if (!type || !ts.isImportTypeNode(type) || !type.isTypeOf || !type.qualifier) return [];
  const { qualifier } = type;
  const named = checker.getSymbolAtLocation(ts.isQualifiedName(qualifier) ? qualifier.right : qualifier);
  const there = named && named.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(named) : named;
  const [place] = there?.declarations ?? [];
  // A narrowed constant is a property of an object that names it.
  const found =
    place && ts.isShorthandPropertyAssignment(place) ? checker.getShorthandAssignmentValueSymbol(place) : there;
  const documentation = found?.getDocumentationComment(checker) ?? [];
  return found && documentation.length === 0 ? documentationElsewhere(found, checker) : documentation;
}

function nodeToDescribe(node: ts.Node): ts.Node {
  if (ts.isNewExpression(node.parent) && node.pos === node.parent.pos) return node.parent.expression;
  if (ts.isNamedTupleMember(node.parent) && node.pos === node.parent.pos) return node.parent;
  return node;
}

const WORD_BEFORE = /[\p{ID_Continue}$]*$/u;
const WORD_AFTER = /^[\p{ID_Continue}$]*/u;

function wordAround({ text }: ts.SourceFile, cursor: number): { readonly start: number; readonly end: number } {
  const before = WORD_BEFORE.exec(text.slice(0, cursor))?.[0] ?? '';
  const after = WORD_AFTER.exec(text.slice(cursor))?.[0] ?? '';
  return { start: cursor - before.length, end: cursor + after.length };
}
