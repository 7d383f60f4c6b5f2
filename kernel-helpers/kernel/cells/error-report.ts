import { inspect, types } from 'node:util';
import type { Diagnostic } from 'tslab/dist/converter';
import type { CellPlace, CellSources } from '../compiler/cell-sources';
import type { Cell } from './cell';
import type { CellOutcome } from './cell-runner';
import { adviseOnMagics } from './magic-advice';
import { headOf } from './stack-traces';

/** The content of Jupyter's `error` message. */
export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

const RED = '\u001b[31m';
const PLAIN = '\u001b[39m';

/** A chain of causes that is longer than this is a circle. */
const MAX_CAUSES = 10;

/** Says what went wrong in a cell, for people and for tools. */
export class ErrorReports {
  constructor(private readonly sources: CellSources) {}

  ofOutcome(outcome: Exclude<CellOutcome, { kind: 'done' }>, cell: Cell): ErrorReport {
    return outcome.kind === 'threw' ? this.ofThrown(outcome.error) : this.ofDiagnostics(outcome.diagnostics, cell);
  }

  /** Reports anything that can be thrown. */
  ofThrown(error: unknown): ErrorReport {
    if (!types.isNativeError(error)) {
      const shown = typeof error === 'string' ? error : inspect(error);
      return { ename: 'Thrown', evalue: shown, traceback: [`${RED}Thrown: ${shown}${PLAIN}`] };
    }
    return { ename: error.name, evalue: error.message, traceback: this.traceback(error, MAX_CAUSES) };
  }

  private traceback(error: Error, causesLeft: number): readonly string[] {
    const head = headOf(error);
    const frames = framesOf(error, head);
    const lines = [...`${RED}${head}${PLAIN}`.split('\n'), ...this.excerpt(firstCellPlace(frames)), ...frames];
    const causes = causesLeft > 0 ? causesOf(error).flatMap((cause) => this.causeLines(cause, causesLeft - 1)) : [];
    return [...lines, ...causes];
  }

  private causeLines(cause: unknown, causesLeft: number): readonly string[] {
    if (!types.isNativeError(cause)) return [`Caused by: ${inspect(cause)}`];
    const [head = '', ...rest] = this.traceback(cause, causesLeft);
    return [`Caused by: ${head}`, ...rest];
  }

  private ofDiagnostics(diagnostics: readonly Diagnostic[], cell: Cell): ErrorReport {
    const located = diagnostics.map(({ fileName, start, end, messageText }) => {
      const place = { title: fileName ?? cell.title, line: start.line + 1, column: start.character + 1 };
      const width = start.line === end.line ? end.character - start.character : 1;
      return { place, width, isInCell: fileName === undefined, messageText };
    });
    const evalue = located.map(({ place, isInCell, messageText }) => {
      return `${isInCell ? '' : `${place.title} `}${place.line}:${place.column} - ${messageText}`;
    });
    const traceback = located.flatMap(({ place, width, messageText }) => [
      ...`${RED}${messageText}${PLAIN}`.split('\n'),
      ...this.excerpt(place, width),
      `    at ${place.title}:${place.line}:${place.column}`,
    ]);
    const advice = adviseOnMagics(cell.content.code) ?? [];
    return {
      ename: 'TypeScriptError',
      evalue: evalue.concat(advice).join('\n'),
      traceback: traceback.concat(advice),
    };
  }

  /** The line of source that a place is on, with a mark below so many of its columns. */
  private excerpt(place: CellPlace | undefined, width = 1): readonly string[] {
    const text = place && this.sources.lineOf(place.title, place.line);
    if (place === undefined || text === undefined) return [];
    const margin = `  ${place.line} | `;
    return [`${margin}${text}`, `${' '.repeat(margin.length + place.column - 1)}${'^'.repeat(Math.max(1, width))}`];
  }
}

/** The lines below the head; Node.js may have put an excerpt of the compiled code above it. */
function framesOf(error: Error, head: string): readonly string[] {
  const stack = error.stack ?? '';
  const start = stack.indexOf(head);
  const below = start < 0 ? stack : stack.slice(start + head.length);
  return below.split('\n').filter((line) => /^\s+at /.test(line));
}

const CELL_PLACE = /(Cell \[(?:\d+| )\]):(\d+):(\d+)/;

function firstCellPlace(frames: readonly string[]): CellPlace | undefined {
  for (const frame of frames) {
    const [, title, line, column] = CELL_PLACE.exec(frame) ?? [];
    if (title !== undefined) return { title, line: Number(line), column: Number(column) };
  }
  return undefined;
}

function causesOf(error: Error): readonly unknown[] {
  const collected: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  return error.cause === undefined ? collected : [error.cause, ...collected];
}
