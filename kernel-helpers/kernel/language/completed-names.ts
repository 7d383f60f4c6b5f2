import ts from 'typescript';
import type { EarlierSymbols } from './earlier-symbols';
import { AT_END } from './narrowed-constants';
import type { SourceFileInternals } from './typescript-internals';

const { getCompletionsAtPosition, SortText } = (
  ts as typeof ts & {
    readonly Completions: {
      getCompletionsAtPosition(...parameters: readonly unknown[]): unknown;
      readonly SortText: { readonly LocationPriority: string; readonly GlobalsOrKeywords: string };
    };
  }
).Completions;

export interface NamesAtCursor {
  /** Best first; only those that begin with what is typed. */
  readonly entries: readonly ts.CompletionEntry[];
  /** False after a dot; undefined where no name can stand. */
  readonly isMember: boolean | undefined;
}

/**
 * The language service's completion, for a program without a language service.
 * @param typed the beginning of the name, in small letters
 */
export function namesAt(
  file: SourceFileInternals,
  cursor: number,
  typed: string,
  { program, earlier }: { readonly program: ts.Program; readonly earlier: EarlierSymbols },
): NamesAtCursor {
  const asked = offering(program, file, typed, earlier);
  const nothing = () => undefined;
  const found = getCompletionsAtPosition(
    completionHost(program),
    asked,
    nothing,
    file,
    cursor,
    {},
    undefined,
    undefined,
    undefined,
    undefined,
    true,
  ) as ts.CompletionInfo | undefined;
  const entries = (found?.entries ?? [])
    .filter(({ name }) => name !== AT_END && name.toLowerCase().startsWith(typed))
    .map((entry) => (entry.symbol && earlier.has(entry.symbol) ? asNear(entry) : entry))
    .sort((a, b) => compare(a.sortText, b.sortText) || compare(a.name, b.name));
  return { entries, isMember: found?.isMemberCompletion };
}

/** TypeScript describes every name in scope, a thousand of them; so this names only those that fit. */
function offering(program: ts.Program, file: SourceFileInternals, typed: string, earlier: EarlierSymbols): ts.Program {
  const checker = program.getTypeChecker();
  const getSymbolsInScope: ts.TypeChecker['getSymbolsInScope'] = (place, meaning) => {
    const here = checker.getSymbolsInScope(place, meaning).filter(({ name }) => name.toLowerCase().startsWith(typed));
    const isOwn = ({ declarations }: ts.Symbol) => declarations?.some((one) => one.getSourceFile() === file) === true;
    const own = here.filter(isOwn);
    const hidden = new Set(own.map(({ name }) => name));
    const wanted = meaning & ts.SymbolFlags.Variable ? 'value' : 'type';
    const known = earlier
      .beginningWith(typed, wanted)
      .filter(({ flags, name }) => flags & meaning && !hidden.has(name));
    for (const { name } of known) hidden.add(name);
    return [...own, ...known, ...here.filter(({ name }) => !hidden.has(name))];
  };
  const asked: ts.TypeChecker = { ...checker, getSymbolsInScope };
  return { ...program, getTypeChecker: () => asked };
}

/** Names of earlier cells are declared in other files, as those of the whole world are. */
function asNear(entry: ts.CompletionEntry): ts.CompletionEntry {
  return { ...entry, sortText: entry.sortText.replace(SortText.GlobalsOrKeywords, SortText.LocationPriority) };
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
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
