import { SourceMap } from 'node:module';

/** A cell's source, and how its JavaScript relates to it. */
export interface CellSource {
  /** The name by which the author knows the cell, such as `Cell [3]`. */
  readonly title: string;
  readonly code: string;
  /** From its JavaScript back to it; undefined when it did not compile. */
  readonly sourceMap?: string;
}

/** A place in a cell as its author sees it; lines and columns count from 1. */
export interface CellPlace {
  readonly title: string;
  readonly line: number;
  readonly column: number;
}

/** Remembers every cell that was executed, so that errors can point into it. */
export class CellSources {
  private readonly byScript = new Map<string, CellSource>();
  private readonly byTitle = new Map<string, CellSource>();

  /** `scriptName` is the name under which V8 knows the cell. */
  add(scriptName: string, source: CellSource): void {
    this.byScript.set(scriptName, source);
    this.byTitle.set(source.title, source);
  }

  /** The source of a script; undefined when it is not a cell's. */
  sourceOf(scriptName: string): CellSource | undefined {
    return this.byScript.get(scriptName);
  }

  /** The place in a cell that a place in executed JavaScript comes from; undefined when no cell holds it. */
  findPlace(scriptName: string, line: number, column: number): CellPlace | undefined {
    const source = this.byScript.get(scriptName);
    if (!source) return undefined;
    const executed = { line: line - 1, column: column - 1 };
    const original = source.sourceMap === undefined ? executed : mapBack(executed, source.sourceMap);
    return { title: source.title, line: original.line + 1, column: original.column + 1 };
  }

  /** The text of a line, counted from 1. */
  lineOf(title: string, line: number): string | undefined {
    return this.byTitle.get(title)?.code.split('\n')[line - 1];
  }
}

/** Counts from 0, as source maps do. */
interface Position {
  readonly line: number;
  readonly column: number;
}

function mapBack(position: Position, map: string): Position {
  const entry = new SourceMap(JSON.parse(map)).findEntry(position.line, position.column);
  return 'originalLine' in entry ? { line: entry.originalLine, column: entry.originalColumn } : position;
}
