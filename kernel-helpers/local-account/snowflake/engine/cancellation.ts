import type { DuckDBConnection } from '@duckdb/node-api';
import { canceled, type SnowflakeError } from '../snowflake-error';

/** DuckDB forgets an interrupt that arrives just before a statement starts, so it is repeated until the work has ended. */
const INTERRUPT_EVERY_MILLISECONDS = 25;

/** Stops one query: before its next step, or in the middle of the one that DuckDB is running. */
export class Cancellation {
  private reason: SnowflakeError | null = null;
  private running: DuckDBConnection | null = null;
  private timer: NodeJS.Timeout | null = null;

  /** The first reason counts. */
  cancel(reason: SnowflakeError = canceled()): void {
    this.reason ??= reason;
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

  throwIfCanceled(): void {
    if (this.reason !== null) throw this.reason;
  }

  /** The query has ended, whichever way. */
  close(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }
}
