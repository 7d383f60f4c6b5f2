import type { CompletionInfo, Converter, ConvertResult, Diagnostic } from 'tslab/dist/converter';
import type { CellSources } from './cell-sources';
import { isStackOverflow, reportCrash } from './crash-report';
import { emittedDeclarations } from './emitted-declarations';
import type { EmittedMaps } from './emitted-maps';
import { keepEarlierValues } from './first-values';
import { KnownDeclarations } from './known-declarations';
import { strictness } from './strictness';
import { hasTopLevelAwait } from './top-level-await';
import { withoutExports } from './without-exports';

/** Runs work that an interrupt must let finish. */
export type Protect = <T>(work: () => T) => T;

/** What tslab's executor writes before the code of a cell, on the same line. */
const WRAPPER = '(function(exports, require) { ';
const ASYNC_WRAPPER = '(async function(exports, require) { ';

/**
 * tslab's converter with features that it lacks: it finds every top-level await, code carries the name of its cell, a
 * failed cell keeps the values it had set, and no interrupt stops the compiler midway, because its state would be lost.
 */
export class CellCompiler implements Converter {
  private cell = { scriptName: '', title: '' };
  private diagnostics: readonly Diagnostic[] = [];
  private readonly declarations = new KnownDeclarations();

  constructor(
    private readonly converter: Converter,
    private readonly protect: Protect,
    private readonly maps: EmittedMaps,
    private readonly sources: CellSources,
  ) {}

  /** Compiles a cell that is never executed: this checks every declaration and lets V8 compile the compiler's code. */
  warmUp(): void {
    const { output } = this.protect(() => this.converter.convert('', 'const warm = 0;\nwarm'));
    this.maps.take(output ?? '');
    emittedDeclarations.take();
  }

  /** Names the cell that is compiled next, for stack traces. */
  startCell(cell: { readonly scriptName: string; readonly title: string }): void {
    this.cell = cell;
    this.diagnostics = [];
  }

  /** What the compiler found wrong with the cell that was compiled last. */
  get lastDiagnostics(): readonly Diagnostic[] {
    return this.diagnostics;
  }

  /** Called when a cell has ended. Later cells then know the variables to which it gave a value. */
  endCell(hasValue: (name: string) => boolean): void {
    this.declarations.endCell(hasValue);
  }

  /** Ignores tslab's own declarations: they lack those of cells that failed, and namespaces of earlier cells. */
  convert(_declarationsOfTslab: string, source: string): ConvertResult {
    const result = this.compile(source);
    this.diagnostics = result.diagnostics;
    return result;
  }

  private compile(source: string): ConvertResult {
    try {
      return this.compileNow(source);
    } catch (error) {
      emittedDeclarations.take();
      return { diagnostics: [reportCrash(error)] };
    }
  }

  private compileNow(source: string): ConvertResult {
    strictness.follow(source);
    const result = this.protect(() => this.converter.convert(this.declarations.text, withoutExports(source)));
    this.declarations.startCell(emittedDeclarations.take());
    const maps = this.maps.take(result.output ?? '');
    const hasToplevelAwait = result.hasToplevelAwait === true || hasTopLevelAwait(source);
    const { scriptName, title } = this.cell;
    const firstLineShift = (hasToplevelAwait ? ASYNC_WRAPPER : WRAPPER).length;
    const output = `${keepEarlierValues(result.output ?? '')}\n//# sourceURL=${scriptName}`;
    const lineCount = output.split('\n').length;
    this.sources.add(scriptName, { title, code: source, maps, firstLineShift, lineCount });
    return result.output === undefined ? result : { ...result, output, hasToplevelAwait };
  }

  // tslab declares the types of its own fork of TypeScript here, but the values come from TypeScript itself.
  inspect(_declarationsOfTslab: string, source: string, position: number): ReturnType<Converter['inspect']> {
    return this.protect(() => this.converter.inspect(this.declarations.text, withoutExports(source), position));
  }

  complete(_declarationsOfTslab: string, source: string, position: number): CompletionInfo {
    return this.protect(() => this.converter.complete(this.declarations.text, withoutExports(source), position));
  }

  addModule(...parameters: Parameters<Converter['addModule']>): Diagnostic[] {
    try {
      this.diagnostics = this.protect(() => this.converter.addModule(...parameters));
    } catch (error) {
      // tslab throws this error itself when a module's name is wrong.
      if (!isStackOverflow(error)) throw error;
      this.diagnostics = [reportCrash(error)];
    }
    return [...this.diagnostics];
  }

  close(): void {
    this.converter.close();
  }
}
