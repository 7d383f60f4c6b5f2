import type { Column } from 'kernel-helpers';
import ts from 'typescript';
import type { LocalFiles } from '../modules/local-files';
import { ProjectSettingsReader } from '../modules/project-settings';
import { type CellCompletion, completeAt, describeAt, type NameHelp } from './cell-help';
import type { DeclaredNames } from './cell-names';
import { cellOptions } from './cell-options';
import { type CellProblem, problemOf, problemOfCrash } from './cell-problems';
import { columnsAsMembers, isToldBetter } from './columns-as-members';
import { comparedDates } from './compared-dates';
import { EarlierSymbols } from './earlier-symbols';
import { explainedProblem } from './explained-problem';
import { isOnlyTypeAt } from './exported-types';
import { type FindFile, packagesBehind, userFilesBehind } from './files-behind';
import { importsOf } from './import-specifiers';
import { ImportableNames } from './importable-names';
import { jsxProblem } from './jsx-problem';
import { readDocumentationLate } from './late-documentation';
import { LivingProgram } from './living-program';
import { NamesInForce } from './names-in-force';
import { narrowedIn } from './narrowed-constants';
import { type ReadCell, readCell, readMiddle } from './read-cell';
import { rewriteCell } from './rewrite-cell';
import { sharedReferences } from './shared-references';
import { strictnessIn } from './strictness';
import { tableTypeOf } from './table-type';
import { type UntypedTable, untypedTablesIn } from './untyped-tables';
import { shortType } from './variable-types';

/** The columns of a table; undefined for any other value. */
type TableColumns = readonly Column[] | undefined;

/** A cell that may run. */
export interface CompiledCell {
  readonly problems: readonly [];
  /** The body of an async function. */
  readonly javaScript: string;
  /** From the cell's code to this JavaScript. */
  readonly sourceMap: string;
  /** The names whose slots the code needs. */
  readonly names: readonly string[];
  /** The names that the cell declares. */
  readonly declared: DeclaredNames;
  /** The folders of the packages that it imports. */
  readonly packages: readonly string[];
  /** The constants whose types are narrower once the cell has run to its end. */
  readonly narrowed: readonly string[];
  /** The constants that hold tables whose rows have no type yet. */
  readonly untypedTables: readonly UntypedTable[];
}

export interface RefusedCell {
  readonly problems: readonly CellProblem[];
}

export interface NotebookCompilerOptions {
  /** The notebook's folder. */
  readonly directory: string;
  readonly local: LocalFiles;
}

/** What TypeScript holds against a cell that is fine here. */
const NO_PROBLEMS: ReadonlySet<number> = new Set([
  // This kernel loads JSON without `with { type: 'json' }` too.
  1543,
  // `<any>rows` and `<T>(row: T) => row`: only JSX, which a file that ends in `.mts` might have one day, forbids them.
  7059, 7060,
  // `export = rooms`: an expression like any other.
  1203, 2309,
]);

const MODULE_NOT_FOUND = 2307;

/** `zod`, and no path, no module of Node.js and no cell. */
const PACKAGE = /^(?!node:)[\w@]/;

/** The number of a cell that is only asked about. */
const ASKED = Number.MAX_SAFE_INTEGER;

/** Compiles the cells of one notebook, each with all names that earlier cells have left in force. */
export class NotebookCompiler {
  /** What the nearest `tsconfig.json` says. */
  readonly settings = new ProjectSettingsReader();
  private readonly names = new NamesInForce();
  private directory: string;
  private readonly options: ts.CompilerOptions;
  private readonly living: LivingProgram;
  /** Those that cells have imported, and ours. */
  private readonly packages = new Set(['kernel-helpers']);

  constructor(private readonly notebook: NotebookCompilerOptions) {
    readDocumentationLate();
    this.directory = notebook.directory;
    this.options = cellOptions();
    this.living = new LivingProgram(
      notebook.directory,
      this.options,
      notebook.local,
      () => this.names.cells,
      this.settings,
    );
  }

  /** For a compiler that was made before its notebook was known. */
  moveTo(directory: string): void {
    this.directory = directory;
    this.living.moveTo(directory);
  }

  /** Call when nobody waits. True when much memory may be free now. */
  tidyUp(): boolean {
    return this.living.renewWhenFull();
  }

  /** The files that cells may import. */
  get local(): LocalFiles {
    return this.notebook.local;
  }

  /** The file behind an import in a user's file, as the types know it. */
  findFile(specifier: string, from: string, how: 'import' | 'require'): string | undefined {
    return this.living.findFile(specifier, from, how === 'import' ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS);
  }

  /** Whether the name at a position of a user's file is only a type. */
  isOnlyType(name: string, position: number): boolean {
    const file = this.living.current.getSourceFile(name) ?? this.living.addFile(name);
    return file !== undefined && isOnlyTypeAt(file, position, this.living.checker);
  }

  /** @param number tells all cells apart, also those that do not compile. */
  compile(number: number, code: string): CompiledCell | RefusedCell {
    try {
      return this.compileCell(number, code);
    } catch (error) {
      // The checker stopped midway and may not be asked again.
      this.living.remove(number);
      this.living.renew();
      return { problems: [problemOfCrash(error)] };
    }
  }

  /** Checks a file that may be imported by the next cells. */
  checkFile(name: string): readonly CellProblem[] {
    try {
      const file = this.living.addFile(name);
      return file ? this.living.problemsOf(file).map((found) => problemOf(found, file, file.text.length)) : [];
    } catch (error) {
      this.living.renew();
      return [problemOfCrash(error)];
    }
  }

  /** Called when a cell has run to its end: all that it declares is in force from now on. */
  commit(number: number, { declared, narrowed }: CompiledCell): void {
    this.names.commit(number, declared, () => true);
    this.names.narrow(number, narrowed);
  }

  /** Called when a cell was ended in its midst: its types are in force, and the names to which it gave a value. */
  commitPart(number: number, { declared }: CompiledCell, hasValue: (name: string) => boolean): void {
    this.names.commit(number, declared, hasValue);
  }

  /** Call after a cell is committed: from now on its tables have the rows that their values show. */
  tellTables(number: number, { untypedTables }: CompiledCell, columnsOf: (name: string) => TableColumns): void {
    for (const { name, comment } of untypedTables) {
      const columns = columnsOf(name);
      if (columns) this.names.tell(number, name, { type: once(() => tableTypeOf(columns)), comment });
    }
  }

  /** The variables that cells have declared, in any order, each with the number of its cell. */
  get variables(): ReadonlyMap<string, number> {
    return this.names.variables;
  }

  /** The type of a cell's variable in short; undefined when it is not known. */
  typeOf(name: string, cell: number): string | undefined {
    try {
      const file = this.living.fileOf(cell);
      return file && shortType(file, name, this.living.checker);
    } catch {
      // The checker stopped midway and may not be asked again.
      this.living.renew();
      return undefined;
    }
  }

  /**
   * Translates code for a place in the middle of a cell that runs. Types are not checked, because nobody knows those of
   * the place.
   * @param shared the names that stand for the notebook's variables there.
   */
  translate(code: string, shared: readonly string[]): Pick<CompiledCell, 'javaScript' | 'names'> | RefusedCell {
    const cell = readMiddle({ directory: this.directory, number: ASKED, code }, shared);
    const { file, end } = cell;
    if (file.parseDiagnostics.length > 0)
      return { problems: file.parseDiagnostics.map((found) => problemOf(found, file, end)) };
    try {
      this.living.add(cell);
      return this.print(cell);
    } catch (error) {
      this.living.renew();
      return { problems: [problemOfCrash(error)] };
    } finally {
      this.living.remove(ASKED);
    }
  }

  /** Names that may stand at the cursor of a cell that is being written. */
  complete(code: string, cursor: number): CellCompletion {
    const importables = () => this.importables();
    const earlier = new EarlierSymbols(this.names, this.living);
    return this.ask(code, ({ file }, program) => completeAt({ file, program, importables, earlier }, cursor));
  }

  /** What TypeScript knows about the name at the cursor. */
  inspect(code: string, cursor: number): NameHelp | undefined {
    const importables = () => this.importables();
    return this.ask(code, (cell, program) => describeAt({ ...cell, program, importables }, cursor));
  }

  private importables(): ImportableNames {
    const files = [...this.packages].map((specifier) => [specifier, this.living.packageFile(specifier)] as const);
    const known = new Map(files.flatMap(([specifier, file]) => (file ? [[specifier, file] as const] : [])));
    return new ImportableNames(this.living.current, known);
  }

  private ask<T>(code: string, question: (cell: ReadCell, program: ts.Program) => T): T {
    const cell = this.read(ASKED, code);
    try {
      this.living.add(cell);
      return question(cell, this.living.current);
    } catch (error) {
      this.living.renew();
      throw error;
    } finally {
      this.living.remove(ASKED);
    }
  }

  private compileCell(number: number, code: string): CompiledCell | RefusedCell {
    this.followStrictness(code);
    const cell = this.read(number, code);
    const { file, end } = cell;
    this.living.add(cell);
    const found = this.diagnosticsOf(cell);
    if (found.length > 0) {
      const { checker } = this.living;
      const importables = () => this.importables();
      const wrong = { file, end, checker, importables, helpers: this.living.packageFile('kernel-helpers') };
      const problems = found.map((diagnostic) => explainedProblem(diagnostic, wrong));
      this.living.remove(number);
      return { problems };
    }
    for (const { text } of importsOf(file, end).specifiers) if (PACKAGE.test(text)) this.packages.add(text);
    const packages = packagesBehind(file, end, this.options, this.findForTypes);
    const narrowed = narrowedIn(file, this.living.checker);
    const untypedTables = untypedTablesIn(file, cell.declared, this.living.checker);
    return { problems: [], ...this.print(cell), declared: cell.declared, packages, narrowed, untypedTables };
  }

  private readonly findForTypes: FindFile = (specifier, from, mode) => this.living.findFile(specifier, from, mode);

  private followStrictness(code: string): void {
    const strict = strictnessIn(code);
    if (strict === undefined || strict === this.options.strict) return;
    this.options.strict = strict;
    // A checker reads its options when it is made.
    this.living.renew();
  }

  private read(number: number, code: string): ReadCell {
    return readCell({ directory: this.directory, number, code }, this.names);
  }

  private diagnosticsOf({ file, end }: ReadCell): readonly ts.Diagnostic[] {
    if (file.parseDiagnostics.length > 0) return jsxProblem(file, end) ?? file.parseDiagnostics;
    const ofCell = this.living.current
      .getSemanticDiagnostics(file)
      .filter(({ start }) => start === undefined || start <= end);
    const files = userFilesBehind(file, end, this.living.current, this.findForTypes);
    const ofFiles = files.flatMap((other) => this.living.problemsOf(other));
    const isLost = ofCell.some(({ code }) => code === MODULE_NOT_FOUND);
    const withSettings = [...(isLost ? [file] : []), ...files].map(({ fileName }) => this.settings.of(fileName));
    const ofSettings = [...new Set(withSettings)].flatMap(({ problems }) => problems);
    const ofTables = columnsAsMembers(file, end, this.living.checker);
    const isFine = (found: ts.Diagnostic) =>
      NO_PROBLEMS.has(found.code) || comparedDates(found, this.living.checker) === 'dates';
    const told = ofCell.filter((found) => !isToldBetter(found, ofTables));
    return [...ofSettings, ...ofFiles, ...told, ...ofTables].filter((found) => !isFine(found));
  }

  private print({ file, end, declared, used }: ReadCell): Pick<CompiledCell, 'javaScript' | 'sourceMap' | 'names'> {
    const { checker, current } = this.living;
    const ownInSlots = [...declared].filter(
      ([name, { value, isAmbient }]) => value !== undefined && (!isAmbient || this.names.hasSlot(name)),
    );
    const usedInSlots = [...used].filter(([, { value }]) => value !== undefined && !value.isAmbient);
    const shared = [...ownInSlots, ...usedInSlots].map(([name]) => name);
    const isShared = sharedReferences(file, new Set(shared), checker);
    let javaScript = '';
    let sourceMap = '';
    const write: ts.WriteFileCallback = (name, text) => {
      if (name.endsWith('.map')) sourceMap = text;
      else javaScript = text;
    };
    const before = [rewriteCell({ end, isShared, checker })];
    current.emit(file, write, undefined, false, { before });
    // Node.js ignores `#!/usr/bin/env node` only where a file begins.
    const body = javaScript.replace(/^#!/, '//').replace(/^export \{\};\n?/m, '');
    return { javaScript: body, sourceMap, names: shared };
  }
}

function once<Value>(find: () => Value): () => Value {
  let found: { readonly value: Value } | undefined;
  return () => {
    found ??= { value: find() };
    return found.value;
  };
}
