import type { Place } from '../owners/owner';
import { InterruptedError } from './cell';
import { placeOfStart } from './error-frames';
import type { ErrorReports } from './error-report';
import type { OutputStreams } from './output-streams';
import type { CellOwnership } from './ownership';

export interface UncaughtErrorsParts {
  readonly streams: OutputStreams;
  readonly errorReports: ErrorReports;
  readonly ownership: CellOwnership;
}

/** Shows errors that no code catches, and where their promises were started. The process goes on. */
export class UncaughtErrors {
  constructor(private readonly parts: UncaughtErrorsParts) {}

  /** Takes over Node's two events for such errors. */
  capture(): void {
    process.on('uncaughtException', (error) => this.show(`Uncaught ${this.parts.errorReports.textOf(error)}\n`));
    process.on('unhandledRejection', (error, promise) => {
      // Code that an interrupted cell left running ends with this error. The cell has already reported the interrupt.
      if (!(error instanceof InterruptedError)) this.show(this.tellRejection(error, promise), this.placeOf(promise));
    });
  }

  /** Cells show it in the newest cell, because many clients ignore messages for a cell that has ended. */
  private show(text: string, place?: Place): void {
    this.parts.streams.write('stderr', text, place);
  }

  /** Undefined for the promise of a cell. */
  private placeOf(promise: Promise<unknown>): Place | undefined {
    const owner = this.parts.ownership.ownerOf(promise);
    return owner?.isCell === false ? owner : undefined;
  }

  private tellRejection(error: unknown, promise: Promise<unknown>): string {
    const { errorReports, ownership } = this.parts;
    const place = placeOfStart(ownership.startOf(promise)) ?? errorReports.placeOf(error);
    const cell = place?.title ?? ownership.ownerOf(promise)?.title;
    const where = place === undefined ? '' : ` on line ${place.line}`;
    const who = cell === undefined ? 'A promise' : `A promise that ${cell} started${where}`;
    const excerpt = errorReports.placeOf(error) === undefined ? errorReports.excerpt(place) : [];
    const there = place === undefined ? 'where it is made' : 'there';
    const advice = `${who} failed, and nothing waited for it. Add \`await\` ${there}.`;
    return [advice, ...excerpt, errorReports.textOf(error), ''].join('\n');
  }
}
