import { SourceMap } from 'node:module';
import type { SourceMapText } from './emitted-maps';

/** A cell's source, and how its JavaScript relates to it. */
export interface CellSource {
  /** The name by which the author knows the cell, such as `Cell [3]`. */
  readonly title: string;
  readonly code: string;
  /** Source maps of the compiler's steps, the last step first. */
  readonly maps: readonly SourceMapText[];
  /** The number of characters by which the first line of the JavaScript is shifted to the right. */
  readonly firstLineShift: number;
  /** The number of lines of JavaScript that belong to the cell; the call of the function around them follows. */
  readonly lineCount: number;
}

/** A place in a cell as its author sees it; lines and columns count from 1. */
export interface CellPlace {
  readonly title: string;
  readonly line: number;
  readonly column: number;
}

/** tslab puts one line before the cell, so that TypeScript sees a module. */
const LINES_BEFORE_CELL = 1;

/** Remembers every cell that was executed, so that errors can point into it. */
export class CellSources {
  private readonly byScript = new Map<string, CellSource>();
  private readonly byTitle = new Map<string, CellSource>();

  /** `scriptName` is the name under which V8 knows the cell. */
  add(scriptName: string, source: CellSource): void {
    this.byScript.set(scriptName, source);
    this.byTitle.set(source.title, source);
  }

  /** True for the call by which tslab starts a cell. */
  isCallOfCell(scriptName: string, line: number): boolean {
    const source = this.byScript.get(scriptName);
    return source !== undefined && line > source.lineCount;
  }

  /** The place in a cell that a place in executed JavaScript comes from; undefined when no cell holds it. */
  findPlace(scriptName: string, line: number, column: number): CellPlace | undefined {
    const source = this.byScript.get(scriptName);
    if (!source) return undefined;
    const executed = { line: line - 1, column: column - 1 - (line === 1 ? source.firstLineShift : 0) };
    const original = source.maps.reduce(mapBack, executed);
    return { title: source.title, line: original.line + 1 - LINES_BEFORE_CELL, column: original.column + 1 };
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

function mapBack(position: Position, map: SourceMapText): Position {
  const entry = new SourceMap(JSON.parse(map)).findEntry(position.line, position.column);
  return 'originalLine' in entry ? { line: entry.originalLine, column: entry.originalColumn } : position;
}
