import ts from 'typescript';
import { isOfUser } from '../modules/file-kinds';
import type { LocalFiles } from '../modules/local-files';
import { ProjectSettingsReader } from '../modules/project-settings';
import { cellFileName, parseModule } from './cell-file';
import { CELL_GLOBALS } from './cell-globals';
import { importsOf } from './import-specifiers';
import { ModuleLookup } from './module-lookup';
import { problemsInProject } from './project-opinion';
import { RuntimeModules } from './runtime-modules';
import { SourceFiles } from './source-files';
import {
  bindSourceFile,
  type CheckerInternals,
  type ProgramInternals,
  type SourceFileInternals,
} from './typescript-internals';

/** A checker keeps what it has found of replaced cells; after so many, a new one is made when there is time. */
const CELLS_UNTIL_RENEWAL = 200;
/** After so many without a pause, the next cell waits for it: a fifth of a second. */
const CELLS_WITHOUT_PAUSE = 400;

const NO_REASONS: ReadonlyMap<string, readonly unknown[]> = new Map();

/** A cell that is to be checked. */
export interface CellModule {
  readonly number: number;
  readonly file: SourceFileInternals;
  /** The end of the cell's own code in its module. */
  readonly end: number;
  /** The cells whose names it uses. */
  readonly uses: ReadonlySet<number>;
}

interface MissingModule {
  readonly specifier: string;
  readonly from: string;
  readonly mode: ts.ResolutionMode;
}

/**
 * One program and one checker for all cells of a notebook. TypeScript builds a new program after every change; here a
 * cell is handed to the program that is there, which takes a tenth of the time. A new one is built only when a cell
 * imports a file that the checker does not know, adds to the globals, or after a crash.
 */
export class LivingProgram {
  private readonly cells = new Map<string, SourceFileInternals>();
  private readonly usesOf = new Map<number, ReadonlySet<number>>();
  private readonly globalCells = new Set<number>();
  private readonly settled = new Set<number>();
  private readonly files: SourceFiles;
  private readonly host: ts.CompilerHost;
  private readonly lookup: ModuleLookup;
  /** Paths that led nowhere when the program was built. */
  private readonly missing = new Map<string, MissingModule>();
  private readonly root: string;
  private readonly runtime: RuntimeModules;
  private program: ProgramInternals;
  private cellsSinceBuild = 0;
  private isResolvedAnew = false;

  /** @param liveCells the cells that still have a name in force; the others are forgotten when a program is built. */
  constructor(
    private directory: string,
    private readonly options: ts.CompilerOptions,
    private readonly local: LocalFiles,
    private readonly liveCells: () => Iterable<number>,
    private readonly settings = new ProjectSettingsReader(),
  ) {
    const disk = ts.createCompilerHost(options);
    this.files = new SourceFiles(local);
    this.host = {
      ...disk,
      getCurrentDirectory: () => this.directory,
      fileExists: (name) => this.cells.has(name) || this.files.has(name),
      readFile: (name) => this.cells.get(name)?.text ?? this.files.read(name),
      getSourceFile: (name, how) => this.cells.get(name) ?? this.files.get(name, how),
      resolveModuleNameLiterals: (literals, from, _redirect, _options, file) =>
        literals.map((literal) => this.findNoting(literal, from, file)),
    };
    this.lookup = new ModuleLookup(directory, options, this.host, settings);
    // Without any root TypeScript leaves even its libraries out.
    this.root = cellFileName(directory, 0);
    this.cells.set(this.root, parseModule(this.root, CELL_GLOBALS));
    this.runtime = new RuntimeModules(directory);
    this.program = this.build([]);
  }

  /** Call before the first cell: for a program that was made before its notebook was known. */
  moveTo(directory: string): void {
    this.directory = directory;
    if (this.files.forgetChanged()) this.program = this.build([]);
  }

  get checker(): CheckerInternals {
    return this.program.getTypeChecker() as CheckerInternals;
  }

  /** The program, for questions about a cell that was added. */
  get current(): ts.Program {
    return this.program;
  }

  /** The file of a package that some cell has imported; undefined when none has. */
  packageFile(specifier: string): ts.SourceFile | undefined {
    const found = this.findFile(specifier, this.root, ts.ModuleKind.ESNext);
    return found === undefined ? undefined : this.program.getSourceFile(found);
  }

  /** A cell's file, bound; undefined when the cell was forgotten. */
  fileOf(cell: number): SourceFileInternals | undefined {
    const file = this.cells.get(cellFileName(this.directory, cell));
    if (file && !file.locals) bindSourceFile(file, this.options);
    return file;
  }

  /** What a cell calls by this name at its top level. */
  symbolOf(name: string, cell: number): ts.Symbol | undefined {
    return this.fileOf(cell)?.locals?.get(ts.escapeLeadingUnderscores(name));
  }

  /** Adds a cell, bound and with its imports known, so that the checker can be asked about it. */
  add(cell: CellModule): void {
    const { number, file, end, uses } = cell;
    if (this.cellsSinceBuild >= CELLS_WITHOUT_PAUSE) this.renew();
    file.path = file.fileName;
    file.resolvedPath = file.fileName;
    file.originalFileName = file.fileName;
    file.imports = [];
    file.moduleAugmentations = [];
    file.ambientModuleNames = [];
    this.cells.set(file.fileName, file);
    this.usesOf.set(number, uses);
    this.cellsSinceBuild += 1;
    const { specifiers, addsToGlobals } = importsOf(file, end);
    if (addsToGlobals) this.globalCells.add(number);
    const names = specifiers.map(({ text }) => text);
    const needsNew =
      addsToGlobals ||
      this.runtime.takeUnknown(names, this.checker) ||
      (specifiers.length > 0 && (this.hasEdits() || this.hasNew(file, specifiers)));
    if (needsNew) this.program = this.build([file.fileName]);
    else bindSourceFile(file, this.options);
    this.settle(number);
  }

  /** What is wrong with a user's file, for this notebook and for the file's own project. */
  problemsOf(file: ts.SourceFile): readonly ts.Diagnostic[] {
    const { program, options, host, local } = this;
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    const settings = this.settings.of(file.fileName).options;
    if (found.length === 0 || Object.keys(settings).length === 0) return found;
    const inProject = new Set(problemsInProject(file.fileName, { options, settings, host, local }).map(placeOf));
    return found.filter((problem) => inProject.has(placeOf(problem)));
  }

  /** Makes a file known that nothing imports yet; undefined when there is no such file. */
  addFile(name: string): ts.SourceFile | undefined {
    this.program = this.build([name]);
    return this.program.getSourceFile(name);
  }

  /** Forgets a cell that does not compile, or that was only asked about. */
  remove(number: number): void {
    this.cells.delete(cellFileName(this.directory, number));
    this.usesOf.delete(number);
    this.globalCells.delete(number);
  }

  /** Makes a new program: after a crash inside TypeScript, after its options changed. */
  renew(): void {
    // The binder has one state for the whole process. It clears it at the end of a file.
    bindSourceFile(parseModule('empty.mts', ''), this.options);
    this.program = this.build([]);
  }

  /** Call when there is nothing else to do. True when it has left something for the collection of garbage. */
  renewWhenFull(): boolean {
    const isFull = this.cellsSinceBuild >= CELLS_UNTIL_RENEWAL;
    if (isFull) this.renew();
    return isFull;
  }

  /** The file behind an import, as the types know it. */
  findFile(specifier: string, from: string, mode: ts.ResolutionMode): string | undefined {
    return this.lookup.find(specifier, from, mode).resolvedModule?.resolvedFileName;
  }

  private findNoting(literal: ts.StringLiteralLike, from: string, file: ts.SourceFile) {
    const missing = { specifier: literal.text, from, mode: ts.getModeForUsageLocation(file, literal, this.options) };
    const found = this.lookup.find(missing.specifier, from, missing.mode);
    const isMissing = !found.resolvedModule && isOfUser(from) && !this.cells.has(from);
    if (isMissing) this.missing.set(`${from} ${missing.specifier}`, missing);
    return found;
  }

  private hasEdits(): boolean {
    return this.files.hasEdits() || this.hasOtherSettings() || this.hasFoundMissing();
  }

  private hasOtherSettings(): boolean {
    if (!this.settings.hasEdits()) return false;
    // Every path may lead elsewhere now.
    this.isResolvedAnew = true;
    return true;
  }

  private hasFoundMissing(): boolean {
    return [...this.missing.values()].some(({ specifier, from, mode }) => this.findFile(specifier, from, mode));
  }

  private hasNew(file: SourceFileInternals, specifiers: readonly ts.StringLiteralLike[]): boolean {
    return specifiers.some((literal) => {
      const mode = ts.getModeForUsageLocation(file, literal, this.options);
      const found = this.findFile(literal.text, file.fileName, mode);
      if (found === undefined || this.cells.has(found) || this.program.getSourceFile(found)) return false;
      // TypeScript does not read the JavaScript of packages.
      return isOfUser(found) || !/\.[mc]?js$/.test(found);
    });
  }

  private build(more: readonly string[]): ProgramInternals {
    const cells = this.withCellsBehind([...this.globalCells, ...this.liveCells()]);
    const live = [this.root, this.runtime.fileName, ...[...cells].map((cell) => cellFileName(this.directory, cell))];
    this.cells.set(this.runtime.fileName, this.runtime.file);
    const rootNames = [...new Set([...live, ...more])].filter((name) => this.cells.has(name) || more.includes(name));
    for (const name of this.cells.keys()) if (!rootNames.includes(name)) this.cells.delete(name);
    // TypeScript collects the imports of all roots itself.
    for (const file of this.cells.values()) file.imports = undefined;
    const { options, host } = this;
    this.missing.clear();
    const oldProgram = this.isResolvedAnew ? undefined : this.program;
    this.isResolvedAnew = false;
    const program = ts.createProgram({ rootNames, options, host, oldProgram }) as ProgramInternals;
    const { getSourceFile, getResolvedModule } = program;
    // The checker asks the program for everything by these two.
    program.getSourceFile = (name) => this.cells.get(name) ?? getSourceFile(name);
    program.getResolvedModule = (file, name, mode) =>
      this.cells.has(file.fileName) ? this.lookup.find(name, file.fileName, mode) : getResolvedModule(file, name, mode);
    // TypeScript would look for an import at its old place in a cell, which has other imports when it is asked about again.
    program.getFileIncludeReasons = () => NO_REASONS;
    program.getTypeChecker();
    this.settled.clear();
    this.cellsSinceBuild = 0;
    return program;
  }

  /**
   * Finds the types behind a cell oldest first. One that rests on a thousand earlier cells would else be found by as
   * many nested calls, and the stack has no room for them.
   */
  settle(number: number): void {
    const behind = this.withCellsBehind([number], this.settled);
    behind.delete(number);
    for (const cell of [...behind].sort((a, b) => a - b)) this.settleCell(cell);
    this.settled.add(number);
  }

  /** These cells, and those on which their types rest, without the known ones and what is only behind those. */
  private withCellsBehind(cells: readonly number[], known: ReadonlySet<number> = new Set()): Set<number> {
    const found = new Set(cells);
    const waiting = [...cells];
    for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
      for (const other of this.usesOf.get(cell) ?? []) {
        if (found.has(other) || known.has(other)) continue;
        found.add(other);
        waiting.push(other);
      }
    }
    return found;
  }

  private settleCell(cell: number): void {
    this.settled.add(cell);
    const file = this.fileOf(cell);
    if (!file) return;
    const { checker } = this;
    for (const symbol of file.locals?.values() ?? []) {
      if (!(symbol.flags & ts.SymbolFlags.Value)) continue;
      for (const signature of checker.getTypeOfSymbol(symbol).getCallSignatures()) signature.getReturnType();
    }
  }
}

function placeOf({ code, start }: ts.Diagnostic): string {
  return `${code} ${start}`;
}
