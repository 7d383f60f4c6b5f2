import type { Request } from '../protocol/request';
import type { ExecuteRequest } from '../protocol/requests';

export interface Execution {
  readonly request: Request;
  readonly content: ExecuteRequest;
}

export interface ExecutionQueueOptions {
  /** Executes one cell; tells whether it succeeded. Must not reject. */
  readonly execute: (execution: Execution) => Promise<'ok' | 'error'>;
  /** Answers a cell that will not be executed, because one before it failed. */
  readonly abort: (execution: Execution) => void;
  /** Takes in what has arrived by now, so that it counts as queued. */
  readonly takeArrived: () => void;
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
      const status = await this.options.execute(next);
      if (status === 'error' && next.content.stop_on_error) this.abortQueued();
    }
    this.isRunning = false;
  }

  /** A failed cell takes those with it that were sent before anyone could know; what comes later is a new start. */
  private abortQueued(): void {
    this.options.takeArrived();
    for (const execution of this.waiting.splice(0)) this.options.abort(execution);
  }
}
