import { join } from 'node:path';
import type { CellCompletion, NameHelp } from '../language/cell-help';
import type { CellProblem } from '../language/cell-problems';
import { type CellParameter, type CellScope, cellFunction, cellParameters } from '../language/cell-script';
import { mayImport } from '../language/import-specifiers';
import { moduleNameOf } from '../language/module-name';
import { type CompiledCell, NotebookCompiler } from '../language/notebook-compiler';
import { compilerOfSnapshot } from '../language/snapshot-compiler';
import { LocalFiles } from '../modules/local-files';
import { LocalModules } from '../modules/local-modules';
import { useLocalModules } from '../modules/use-local-modules';
import { interruptible } from '../owners/interruptible';
import type { KnownVariables } from '../variable-list/list-variables';
import { type Cell, InterruptedError } from './cell';
import type { CellSources } from './cell-sources';
import { collectGarbage } from './collect-garbage';
import { notebookScope } from './notebook-scope';
import { notebookFile } from './own-place';
import type { CellOwnership } from './ownership';
import type { Protection } from './protection';
import { tableColumns } from './table-columns';
import { Variables } from './variables';

/** How a cell ended. */
export type CellOutcome =
  | { readonly kind: 'done'; readonly result?: { readonly value: unknown } }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'does not compile'; readonly problems: readonly CellProblem[] };

/** The body of a function, and its parameters. */
export interface TranslatedCode {
  readonly javaScript: string;
  readonly parameters: readonly CellParameter[];
}

/** Executes cells one at a time. */
export class CellRunner {
  private readonly variables = new Variables();
  private readonly compiler: NotebookCompiler;
  private readonly modules: LocalModules;
  private readonly scope: CellScope;
  private readonly prepareImports: () => void;
  /** The types of variables that were listed: to write one takes longer than all the rest. */
  private readonly types = new Map<string, string>();
  /** The folders of the packages that cells have imported. */
  readonly importedPackages = new Set<string>();
  private compiledCells = 0;
  private giveUpRunning: ((error: Error) => void) | undefined;

  constructor(
    private readonly directory: string,
    private readonly sources: CellSources,
    private readonly ownership: CellOwnership,
    private readonly protection: Protection,
    /** Resolves when the cell's code waits for no input any more; undefined when none does. */
    private readonly untilRead: (cell: Cell) => Promise<void> | undefined,
  ) {
    this.compiler = compilerOfSnapshot() ?? newCompiler(directory);
    this.compiler.moveTo(directory);
    const { local, settings } = this.compiler;
    this.modules = new LocalModules({
      files: local,
      settings,
      typescript: this.compiler,
      onLoad: (url, title, code, sourceMap) => sources.add(url, { title, code, sourceMap }),
    });
    this.prepareImports = useLocalModules(this.modules);
    this.scope = notebookScope(notebookFile(directory), directory, this.modules);
  }

  /** The notebook's variables by name. */
  get values(): Readonly<Record<string, unknown>> {
    return this.variables.byName;
  }

  /** The variables that cells have declared, each with its type. */
  get variableList(): KnownVariables {
    const cells = this.compiler.variables;
    return {
      names: [...cells.keys()],
      typeOf: (name) => {
        const cell = cells.get(name);
        return cell === undefined ? undefined : this.typeOf(name, cell);
      },
      values: this.values,
    };
  }

  private typeOf(name: string, cell: number): string | undefined {
    const key = `${cell} ${name}`;
    const known = this.types.get(key);
    if (known !== undefined) return known;
    const type = this.protection.protect(() => this.compiler.typeOf(name, cell));
    if (type !== undefined) this.types.set(key, type);
    return type;
  }

  /** Code for a debugger, with what it refers to. @param others what stands for something else at the place. */
  translate(code: string, others: readonly string[]): TranslatedCode {
    const shared = Object.keys(this.values).filter((name) => !others.includes(name));
    const translated = this.protection.protect(() => this.compiler.translate(code, shared));
    if ('problems' in translated) throw new Error(translated.problems.map(({ messageText }) => messageText).join('\n'));
    const { javaScript, names } = translated;
    return { javaScript, parameters: cellParameters(names, (name) => this.variables.slotOf(name), this.scope) };
  }

  /** Gives a variable of the notebook a value, also when no cell has declared it. */
  set(name: string, value: unknown): void {
    if (!(name in this.values)) {
      const number = this.nextNumber();
      const compiled = this.protection.protect(() => this.compiler.compile(number, `let ${name}: any;`));
      if (!('javaScript' in compiled)) throw new Error(`${name} is no name for a variable.`);
      this.compiler.commit(number, compiled);
    }
    this.variables.slotOf(name).v = value;
  }

  /** True for a file of the user's that the next import loads anew when it was edited. */
  loadsNewest(file: string): boolean {
    return this.modules.loadsNewest(file);
  }

  /** Does in advance the work that the first cell would wait for. */
  warmUp(): void {
    this.protection.protect(() => this.compiler.compile(this.nextNumber(), 'const warm = 0;\nwarm'));
  }

  /** Call when nobody waits: gives memory back after many cells. */
  tidyUp(): void {
    if (this.protection.protect(() => this.compiler.tidyUp())) collectGarbage();
  }

  complete(code: string, cursor: number): CellCompletion {
    return this.protection.protect(() => this.compiler.complete(code, cursor));
  }

  inspect(code: string, cursor: number): NameHelp | undefined {
    return this.protection.protect(() => this.compiler.inspect(code, cursor));
  }

  /** Resolves when the cell has ended or was interrupted; never rejects. */
  async run(cell: Cell): Promise<CellOutcome> {
    const { code } = cell.content;
    const name = moduleNameOf(code);
    if (name !== undefined) return this.keepModule(join(this.directory, `${name}.ts`), code);
    const number = this.nextNumber();
    const compiled = this.protection.protect(() => this.compiler.compile(number, code));
    this.sources.add(cell.scriptName, {
      title: cell.title,
      code,
      ...('sourceMap' in compiled && { sourceMap: compiled.sourceMap }),
    });
    if (!('javaScript' in compiled)) return { kind: 'does not compile', problems: compiled.problems };
    if (mayImport(code)) {
      this.prepareImports();
      this.modules.forgetEditedRequired();
    }
    for (const folder of compiled.packages) this.importedPackages.add(folder);
    const hasChanged = this.variables.remember(compiled.declared.keys());
    this.variables.declare(compiled.declared);
    const outcome = await this.outcomeOf(cell, compiled);
    if (outcome.kind === 'done') this.compiler.commit(number, compiled);
    else this.compiler.commitPart(number, compiled, hasChanged);
    this.compiler.tellTables(number, compiled, (name) => tableColumns(this.values[name]));
    return outcome;
  }

  private keepModule(file: string, code: string): CellOutcome {
    this.compiler.local.put(file, code);
    const problems = this.protection.protect(() => this.compiler.checkFile(file));
    return problems.length > 0 ? { kind: 'does not compile', problems } : { kind: 'done' };
  }

  private nextNumber(): number {
    this.compiledCells += 1;
    return this.compiledCells;
  }

  private async outcomeOf(cell: Cell, compiled: CompiledCell): Promise<CellOutcome> {
    try {
      return await this.interruptible(cell, () => this.execute(cell, compiled));
    } catch (error) {
      this.modules.forgetUnfinished();
      return { kind: 'threw', error };
    }
  }

  /** Gives up the running cell; `frames` say where it was. Its code ends at its next `await`, or when it looks at its signal. */
  interrupt(frames: readonly string[] = []): void {
    this.giveUp(new InterruptedError(frames));
  }

  /** Ends the running cell with an error; false when none runs. */
  giveUp(error: Error): boolean {
    const { giveUpRunning } = this;
    giveUpRunning?.(error);
    return giveUpRunning !== undefined;
  }

  /** Does a cell's work until it is done. When the user interrupts the cell, this rejects with the interruption. */
  interruptible<T>(cell: Cell, work: () => Promise<T>): Promise<T> {
    this.giveUpRunning = (error) => cell.interrupt(error);
    return interruptible(cell.signal, () => this.ownership.run(cell, work)).finally(() => {
      this.giveUpRunning = undefined;
    });
  }

  private async execute(cell: Cell, compiled: CompiledCell): Promise<CellOutcome> {
    const run = cellFunction(cell.scriptName, compiled, (name) => this.variables.slotOf(name), this.scope);
    const result = await run().finally(() => doLastWork(cell));
    await this.untilRead(cell);
    const isValue = result !== undefined && result[0] !== undefined && result[0] !== null;
    return { kind: 'done', ...(isValue && { result: { value: result[0] } }) };
  }
}

function doLastWork({ lastWork }: Cell): void {
  for (const work of lastWork) work();
  lastWork.clear();
}

function newCompiler(directory: string): NotebookCompiler {
  return new NotebookCompiler({ directory, local: new LocalFiles() });
}
