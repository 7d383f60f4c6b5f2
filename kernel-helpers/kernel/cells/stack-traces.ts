import type { CellSources } from '../compiler/cell-sources';

/** `cell-3.ts:4:10` in a stack frame as V8 writes it. */
const EXECUTED_PLACE = /(cell-\d+\.ts):(\d+):(\d+)/;

/** tslab calls functions of earlier cells as methods of the object that holds a notebook's variables. */
const EXPORTS_PROXY = /^(async )?Proxy\./;

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
    const ofUser = frames.filter((frame) => !OWN_FRAME.test(frame) && !this.startsCell(frame));
    // An error of the kernel itself has no other frames, so these must be shown.
    const isKernels = ofUser.length === 0 && !PARSES_CELL.test(frames[0] ?? '');
    const shown = isKernels ? frames : ofUser;
    return [headOf(error), ...shown.map((frame) => `    at ${this.translate(frame)}`)].join('\n');
  }

  private startsCell(frame: string): boolean {
    const [, script, line] = EXECUTED_PLACE.exec(frame) ?? [];
    return script !== undefined && this.sources.isCallOfCell(script, Number(line));
  }

  private translate(frame: string): string {
    const named = frame.replace(EXPORTS_PROXY, '$1');
    return named.replace(EXECUTED_PLACE, (executed, script: string, line: string, column: string) => {
      const place = this.sources.findPlace(script, Number(line), Number(column));
      return place ? `${place.title}:${place.line}:${place.column}` : executed;
    });
  }
}

/** Name and message, as the first line of a stack has them. */
function headOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    // The name or the message is not text.
    return 'Error';
  }
}
