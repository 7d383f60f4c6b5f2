import type { Place } from '../owners/owner';
import { InterruptedError } from './cell';
import type { CurrentCell } from './current-cell';
import { placeOfStart } from './error-frames';
import type { ErrorReports } from './error-report';
import type { OutputStreams } from './output-streams';
import type { CellOwnership } from './ownership';

export interface UncaughtErrorsParts {
  readonly streams: OutputStreams;
  readonly errorReports: ErrorReports;
  readonly ownership: CellOwnership;
  readonly currentCell: CurrentCell;
}

/** Shows errors that no code catches, and where their promises were started. The process goes on. */
export class UncaughtErrors {
  constructor(private readonly parts: UncaughtErrorsParts) {}

  /** Takes over Node's two events for such errors. */
  capture(): void {
    process.on('uncaughtException', (error) => {
      const { errorReports, ownership } = this.parts;
      this.show(error, `Uncaught ${errorReports.textOf(error)}\n`, ownership.throwerOf(error));
    });
    process.on('unhandledRejection', (error, promise) => {
      // Code that an interrupted cell left running ends with this error. The cell has already reported the interrupt.
      if (error instanceof InterruptedError) return;
      this.show(error, this.tellRejection(error, promise), this.parts.ownership.ownerOf(promise));
    });
  }

  /**
   * The error goes to the cell whose code failed, also when that has ended. Many clients ignore messages for such a cell,
   * so one that runs meanwhile says in a line that there was an error.
   */
  private show(error: unknown, text: string, owner: Place | undefined): void {
    const { streams, errorReports, currentCell } = this.parts;
    const place = owner ?? currentCell.named(errorReports.placeOf(error)?.title);
    streams.write('stderr', text, place);
    const { running } = currentCell;
    if (!running || !place?.isCell || place.request === running.request) return;
    const [head] = errorReports.textOf(error).split('\n');
    streams.write('stderr', `Code of ${place.title}, which has ended, failed there: ${head}\n`, running);
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
