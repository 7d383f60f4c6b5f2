import { INSPECT } from '../../mime';
import { JUPYTER_DISPLAY, type MimeBundle } from '../../render/self-display';

export interface LoadFacts {
  readonly table: string;
  readonly rows: number;
  /** Parquet bytes that were sent. */
  readonly bytes: number;
  /** Parquet files that were sent. */
  readonly parts: number;
  readonly seconds: number;
}

/** What a load did. It shows rows and bytes but not the time, so that a saved notebook is the same after every run. */
export class LoadReport implements LoadFacts {
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
  readonly parts: number;
  readonly seconds: number;

  constructor(facts: LoadFacts) {
    this.table = facts.table;
    this.rows = facts.rows;
    this.bytes = facts.bytes;
    this.parts = facts.parts;
    this.seconds = facts.seconds;
  }

  toString(): string {
    const files = this.parts === 1 ? '1 Parquet file' : `${this.parts} Parquet files`;
    const megabytes = (this.bytes / 1e6).toFixed(1);
    return `${this.rows.toLocaleString('en-US')} rows loaded into ${this.table} (${files}, ${megabytes} MB)`;
  }

  [INSPECT](): string {
    return this.toString();
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return { 'text/plain': this.toString() };
  }
}
