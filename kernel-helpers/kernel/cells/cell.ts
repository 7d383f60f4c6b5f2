import type { Owner, Payload } from '../owners/owner';
import type { Request } from '../protocol/request';
import type { ExecuteRequest } from '../protocol/requests';

/** One execution of one cell. Code that the cell started always belongs to it, also when it runs later. */
export class Cell implements Owner {
  readonly isCell = true;
  readonly payloads: Payload[] = [];
  /** What the cell's code has left to do at its end. */
  readonly lastWork = new Set<() => void>();
  private readonly interruption = new AbortController();

  constructor(
    readonly request: Request,
    readonly content: ExecuteRequest,
    readonly executionCount: number,
    /** Tells all executions apart, also those that are not counted. */
    private readonly serialNumber: number,
  ) {}

  /** A silent cell publishes nothing. */
  get isSilent(): boolean {
    return this.content.silent;
  }

  get canAsk(): boolean {
    return this.content.allow_stdin;
  }

  /** The name under which V8 knows the cell's code. It has no spaces, because V8 refuses them. */
  get scriptName(): string {
    return `cell-${this.serialNumber}.ts`;
  }

  /** Silent cells are not counted, as Jupyter demands. */
  get isCounted(): boolean {
    return !this.content.silent && this.content.store_history;
  }

  /** The name by which the author of the notebook knows the cell. */
  get title(): string {
    return `Cell [${this.isCounted ? this.executionCount : ' '}]`;
  }

  /** Aborted when the user interrupts this cell. */
  get signal(): AbortSignal {
    return this.interruption.signal;
  }

  interrupt(reason: Error): void {
    this.interruption.abort(reason);
  }

  /** Does nothing: the cell that runs is interrupted as a whole, and one that has ended has answered already. */
  loseBusyCode(): void {}
}

/** The error with which an interrupted cell fails; also the reason of its signal. */
export class InterruptedError extends Error {
  override readonly name = 'Interrupted';

  /** `frames` say where the cell was busy. The kernel's own stack at that moment says nothing about the cell. */
  constructor(frames: readonly string[] = []) {
    super('The cell was interrupted.');
    this.stack = ['Interrupted: The cell was interrupted.', ...frames].join('\n');
  }
}
