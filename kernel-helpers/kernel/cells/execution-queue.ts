import type { Request } from '../protocol/request';
import type { ExecuteRequest } from '../protocol/requests';

export interface Execution {
  readonly request: Request;
  readonly content: ExecuteRequest;
}

export interface FinishedExecution {
  readonly status: 'ok' | 'error';
  /** Tells the client. */
  reply(): void;
}

export interface ExecutionQueueOptions {
  /** Executes one cell without replying yet. Must not reject. */
  readonly execute: (execution: Execution) => Promise<FinishedExecution>;
  /** Answers a cell that will not be executed, because one before it failed. */
  readonly abort: (execution: Execution) => void;
  /** Reads the messages that have arrived by now, so that they count as queued. */
  readonly takeArrived: () => void;
  /** Called when no cell waits any more. */
  readonly onRest: () => void;
}

/** Runs cells one at a time in the order of their arrival. */
export class ExecutionQueue {
  private readonly waiting: Execution[] = [];
  private isRunning = false;

  constructor(private readonly options: ExecutionQueueOptions) {}

  add(execution: Execution): void {
    this.waiting.push(execution);
    if (!this.isRunning) void this.runAll();
  }

  private async runAll(): Promise<void> {
    this.isRunning = true;
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      const finished = await this.options.execute(next);
      // Front ends send silent cells of their own, which must not stop those of the user.
      const stops = finished.status === 'error' && next.content.stop_on_error && !next.content.silent;
      const skipped = stops ? this.takeQueued() : [];
      finished.reply();
      for (const execution of skipped) this.options.abort(execution);
    }
    this.isRunning = false;
    this.options.onRest();
  }

  /**
   * When a cell fails, the cells that were sent before the client could know of it are skipped too. So they are counted
   * before the reply leaves. Cells that come later run again.
   */
  private takeQueued(): Execution[] {
    this.options.takeArrived();
    return this.waiting.splice(0);
  }
}
