import { SourceMap } from 'node:module';

/** Counts from 0, as V8 and source maps do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the places of a script lie in the source that its author wrote. */
export class ScriptPositions {
  private readonly map: SourceMap | undefined;

  constructor(
    sourceMap: string | undefined,
    private readonly lineCount: number,
  ) {
    this.map = sourceMap ? new SourceMap(JSON.parse(sourceMap)) : undefined;
  }

  /** Undefined for code that the author has not written. */
  sourceOf({ line, column }: Position): Position | undefined {
    if (!this.map) return { line, column };
    const entry = this.map.findEntry(line, column);
    // Node.js gives the last entry before the place, which may belong to an earlier line.
    if (!('originalLine' in entry) || entry.generatedLine !== line) return undefined;
    // Behind a cell's code stands what the kernel adds to it.
    if (entry.originalLine >= this.lineCount) return undefined;
    return { line: entry.originalLine, column: entry.originalColumn };
  }
}
