import type { CompletionInfo, Converter, ConvertResult, Diagnostic } from 'tslab/dist/converter';
import { hasTopLevelAwait } from './top-level-await';

/** Runs work that an interrupt must let finish. */
export type Protect = <T>(work: () => T) => T;

/**
 * tslab's converter with what it lacks: every top-level await is found, code carries the name of its cell,
 * and no interrupt cuts the compiler short, because its state would be lost.
 */
export class CellCompiler implements Converter {
  private cellName = '';
  private diagnostics: readonly Diagnostic[] = [];

  constructor(
    private readonly converter: Converter,
    private readonly protect: Protect,
  ) {}

  /** Names the cell that is compiled next, for stack traces. */
  startCell(cellName: string): void {
    this.cellName = cellName;
    this.diagnostics = [];
  }

  /** What the compiler found wrong with the cell that was compiled last. */
  get lastDiagnostics(): readonly Diagnostic[] {
    return this.diagnostics;
  }

  convert(previousDeclarations: string, source: string): ConvertResult {
    const result = this.protect(() => this.converter.convert(previousDeclarations, source));
    this.diagnostics = result.diagnostics;
    if (result.output === undefined) return result;
    return {
      ...result,
      output: `${result.output}\n//# sourceURL=${this.cellName}`,
      hasToplevelAwait: result.hasToplevelAwait === true || hasTopLevelAwait(source),
    };
  }

  // tslab declares the types of its own fork of TypeScript here; they are those of TypeScript.
  inspect(previousDeclarations: string, source: string, position: number): ReturnType<Converter['inspect']> {
    return this.protect(() => this.converter.inspect(previousDeclarations, source, position));
  }

  complete(previousDeclarations: string, source: string, position: number): CompletionInfo {
    return this.protect(() => this.converter.complete(previousDeclarations, source, position));
  }

  addModule(...parameters: Parameters<Converter['addModule']>): Diagnostic[] {
    const diagnostics = this.protect(() => this.converter.addModule(...parameters));
    this.diagnostics = diagnostics;
    return diagnostics;
  }

  close(): void {
    this.converter.close();
  }
}
