import { setTimeout as delay } from 'node:timers/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { canceled, type SnowflakeError } from '../snowflake-error';

/** DuckDB forgets an interrupt that arrives just before a statement starts, so it is repeated until the work has ended. */
const INTERRUPT_EVERY_MILLISECONDS = 25;

/** Node's timers count 31 bits of milliseconds. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** Stops one query: before its next step, or in the middle of the one that DuckDB is running. */
export class Cancellation {
  private reason: SnowflakeError | null = null;
  private running: DuckDBConnection | null = null;
  private timer: NodeJS.Timeout | null = null;
  private readonly stopped = new AbortController();

  /** The first reason counts. */
  cancel(reason: SnowflakeError = canceled()): void {
    this.reason ??= reason;
    this.stopped.abort();
    this.running?.interrupt();
    this.timer ??= setInterval(() => this.running?.interrupt(), INTERRUPT_EVERY_MILLISECONDS);
    this.timer.unref();
  }

  /** Runs one step on a connection; throws the reason when the query was cancelled. */
  async guard<T>(connection: DuckDBConnection, step: () => Promise<T>): Promise<T> {
    this.throwIfCanceled();
    this.running = connection;
    try {
      return await step();
    } catch (error) {
      this.throwIfCanceled();
      throw error;
    } finally {
      this.running = null;
    }
  }

  /** Waits; throws the reason as soon as the query is cancelled. */
  async wait(milliseconds: number): Promise<void> {
    this.throwIfCanceled();
    const waiting = delay(Math.min(milliseconds, LONGEST_TIMER), undefined, { signal: this.stopped.signal });
    await waiting.catch(() => this.throwIfCanceled());
  }

  throwIfCanceled(): void {
    if (this.reason !== null) throw this.reason;
  }

  /** The query has ended, whichever way. */
  close(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }
}
