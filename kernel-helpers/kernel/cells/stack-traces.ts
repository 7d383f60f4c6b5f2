import { inWordsOfUser } from '../language/slots';
import type { CellSources } from './cell-sources';

/** A cell, such as `/home/me/cell-3.ts:4:10`, or a file of the user's, in a stack frame as V8 writes it. */
const EXECUTED_PLACE = /(?:[^\s()]*[\\/])?(cell-\d+\.ts):(\d+):(\d+)|((?:file:|[\\/])[^()]*?(?:\?v=\d+)?):(\d+):(\d+)/;

/** Frames of the code that calls cells and their listeners. */
const OWN_FRAME =
  /[\\/]tslab[\\/]dist[\\/]|[\\/]kernel-helpers[\\/](kernel[\\/]dist|dist[\\/]widgets)[\\/]|\(?node:(vm|internal|timers)/;

/** The call in which V8 refuses a cell that TypeScript has accepted. */
const PARSES_CELL = /^new Script \(node:vm/;

/** The kernel's own frames are left out, so more frames are collected than V8's default of ten. */
const FRAME_LIMIT = 30;

/** Makes every stack trace of the process speak of cells, and leave out the frames of the kernel. */
export class StackTraces {
  constructor(private readonly sources: CellSources) {}

  /** Takes over how V8 writes stacks. A library can still do the same for a moment. */
  install(): void {
    Error.stackTraceLimit = FRAME_LIMIT;
    Error.prepareStackTrace = (error, callSites) => this.write(error, callSites.map(String));
  }

  private write(error: Error, frames: readonly string[]): string {
    const ofUser = frames.filter((frame) => !OWN_FRAME.test(frame));
    // An error of the kernel itself has no other frames, so these must be shown.
    const isKernels = ofUser.length === 0 && !PARSES_CELL.test(frames[0] ?? '');
    const shown = isKernels ? frames : ofUser;
    return [headOf(error), ...shown.map((frame) => `    at ${this.translate(frame)}`)].join('\n');
  }

  private translate(frame: string): string {
    return frame.replace(EXECUTED_PLACE, (executed, ...[cell, cellLine, cellColumn, url, line, column]: string[]) => {
      const script = cell ?? url ?? '';
      const place = this.sources.findPlace(script, Number(cellLine ?? line), Number(cellColumn ?? column));
      return place ? `${place.title}:${place.line}:${place.column}` : executed;
    });
  }
}

/** Name and message, as the first line of a stack has them. */
function headOf(error: Error): string {
  try {
    return inWordsOfUser(Error.prototype.toString.call(error));
  } catch {
    // The name or the message is not text.
    return 'Error';
  }
}
