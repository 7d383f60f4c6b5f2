import { inspectValue } from 'kernel-helpers/render/inspect-value';
import type { CellProblem } from '../language/cell-problems';
import type { Cell } from './cell';
import type { CellOutcome } from './cell-runner';
import type { CellPlace, CellSources } from './cell-sources';
import { firstCellPlace, leadsToUser, withoutLibraries } from './error-frames';
import { adviseOnMagics } from './magic-advice';
import { type ReadError, readError } from './read-error';

/** The content of Jupyter's `error` message. */
export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

const RED = '\u001b[31m';
const PLAIN = '\u001b[39m';

/** A longer chain of causes is a circle, and nobody reads a longer list of causes. */
const MAX_CAUSES = 10;

/** One error of a chain: its head, and the lines below it. */
interface ToldError {
  readonly head: string;
  readonly below: readonly string[];
}

/** Says what went wrong in a cell, for people and for tools. */
export class ErrorReports {
  constructor(private readonly sources: CellSources) {}

  ofOutcome(outcome: Exclude<CellOutcome, { kind: 'done' }>, cell: Cell): ErrorReport {
    return outcome.kind === 'threw' ? this.ofThrown(outcome.error) : this.ofProblems(outcome.problems, cell);
  }

  /** Reports anything that can be thrown. */
  ofThrown(thrown: unknown): ErrorReport {
    const [first, ...causes] = this.tell(thrown);
    const error = readError(thrown);
    const shown = thrownText(thrown);
    return {
      ename: error?.name ?? 'Thrown',
      evalue: error?.message ?? shown,
      traceback: [...linesOf(first, inRed), ...linesOfCauses(causes, inRed)],
    };
  }

  /** The same without colours, for text that a cell prints. */
  textOf(thrown: unknown): string {
    const [first, ...causes] = this.tell(thrown);
    return [...linesOf(first), ...linesOfCauses(causes)].join('\n');
  }

  /** The first place in a cell among the frames of an error; undefined when there is none. */
  placeOf(thrown: unknown): CellPlace | undefined {
    return firstCellPlace(readError(thrown)?.frames ?? []);
  }

  /** The line of source that a place is on, with a mark below so many of its columns. */
  excerpt(place: CellPlace | undefined, width = 1, fileLine?: string): readonly string[] {
    const text = fileLine ?? (place && this.sources.lineOf(place.title, place.line));
    if (place === undefined || text === undefined) return [];
    const margin = `  ${place.line} | `;
    return [`${margin}${text}`, `${' '.repeat(margin.length + place.column - 1)}${'^'.repeat(Math.max(1, width))}`];
  }

  /** The error and its causes. Frames of libraries are left out when other frames lead to the cell. */
  private tell(thrown: unknown): readonly [ToldError, ...ToldError[]] {
    const error = readError(thrown);
    if (!error) return [{ head: `Thrown: ${thrownText(thrown)}`, below: [] }];
    const chain = chainOf(error, MAX_CAUSES);
    const isLed = chain.some((one) => typeof one === 'object' && one.frames.some(leadsToUser));
    const shown = new Set<string>();
    const [first, ...causes] = chain.map((one) => {
      return typeof one === 'string' ? { head: one, below: [] } : this.tellOne(one, isLed, shown);
    });
    return [first ?? { head: error.head, below: [] }, ...causes];
  }

  /** A place or a property that an error above has shown is not shown again. */
  private tellOne(error: ReadError, isLed: boolean, shown: Set<string>): ToldError {
    const isNew = (what: string) => !shown.has(what) && shown.add(what) !== undefined;
    const frames = isLed || error.isExplained ? withoutLibraries(error.frames, error.isExplained) : error.frames;
    const place = firstCellPlace(frames);
    const placeLines = place === undefined || isNew(JSON.stringify(place)) ? [...this.excerpt(place), ...frames] : [];
    const properties = error.properties.filter(isNew);
    return {
      head: error.head,
      below: [...(properties.length === 0 ? [] : [`  { ${properties.join(', ')} }`]), ...placeLines],
    };
  }

  private ofProblems(problems: readonly CellProblem[], cell: Cell): ErrorReport {
    const located = problems.map(({ fileName, fileLine, start, end, messageText }) => {
      const place = { title: fileName ?? cell.title, line: start.line + 1, column: start.character + 1 };
      const width = start.line === end.line ? end.character - start.character : 1;
      return { place, width, isInCell: fileName === undefined, fileLine, messageText };
    });
    const evalue = located.map(({ place, isInCell, messageText }) => {
      return `${isInCell ? '' : `${place.title} `}${place.line}:${place.column} - ${messageText}`;
    });
    const traceback = located.flatMap(({ place, width, fileLine, messageText }) => [
      ...`${RED}${messageText}${PLAIN}`.split('\n'),
      ...this.excerpt(place, width, fileLine),
      `    at ${place.title}:${place.line}:${place.column}`,
    ]);
    const advice = adviseOnMagics(cell.content.code) ?? [];
    return {
      ename: 'TypeScriptError',
      evalue: evalue.concat(advice).join('\n'),
      traceback: traceback.concat(advice),
    };
  }
}

/** An error, then its causes, each followed by its own; a cause whose message the one above repeats is left out. */
function chainOf(error: ReadError, causesLeft: number): readonly (ReadError | string)[] {
  const causes = causesLeft === 0 ? [] : error.causes.slice(0, MAX_CAUSES);
  const more = error.causes.length - MAX_CAUSES;
  const below = causes.flatMap((cause): readonly (ReadError | string)[] => {
    const read = readError(cause);
    if (!read) return [thrownText(cause)];
    const isExplained = read.isExplained || error.isExplained;
    const [, ...rest] = chainOf({ ...read, isExplained }, causesLeft - 1);
    return isRepeated(read.message, error.message) ? rest : [{ ...read, isExplained }, ...rest];
  });
  return [error, ...below, ...(causesLeft > 0 && more > 0 ? [`${more} more`] : [])];
}

function isRepeated(message: string, above: string): boolean {
  const words = (text: string) => text.split(/\s+/).join(' ').trim().replace(/\.$/, '');
  return words(message) !== '' && words(above).includes(words(message));
}

function linesOf({ head, below }: ToldError, paint = unpainted): readonly string[] {
  return [...paint(head).split('\n'), ...below];
}

function linesOfCauses(causes: readonly ToldError[], paint = unpainted): readonly string[] {
  return causes.flatMap(({ head, below }) => linesOf({ head: `Caused by: ${paint(head)}`, below }));
}

function inRed(text: string): string {
  return `${RED}${text}${PLAIN}`;
}

function unpainted(text: string): string {
  return text;
}

function thrownText(thrown: unknown): string {
  return typeof thrown === 'string' ? thrown : inspectValue(thrown);
}
