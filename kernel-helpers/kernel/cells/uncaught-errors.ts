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

/** Shows what nobody catches, and where it was started; the process lives on. */
export class UncaughtErrors {
  constructor(private readonly parts: UncaughtErrorsParts) {}

  /** Takes over Node's two events for them. */
  capture(): void {
    process.on('uncaughtException', (error) => this.show(`Uncaught ${this.parts.errorReports.textOf(error)}\n`));
    process.on('unhandledRejection', (error, promise) => {
      // What an interrupted cell left running ends by this error, and the cell has said already that it was interrupted.
      if (!(error instanceof InterruptedError)) this.show(this.tellRejection(error, promise));
    });
  }

  /** In the newest cell, where somebody looks: many clients no longer hear what belongs to a cell that has ended. */
  private show(text: string): void {
    this.parts.streams.write('stderr', text);
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
