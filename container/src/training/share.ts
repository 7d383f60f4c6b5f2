import type { ShareRange } from 'kernel-helpers/training-contract/index';

export interface ShareOptions {
  /** Part of the rows that is kept aside to measure the error on, from 0 to below 1. @default 0 */
  readonly validation?: number;
  /** Another seed keeps other rows aside. @default 42 */
  readonly seed?: number;
}

/** The rows of this host: every row of the table is in the share of exactly one host. */
export interface Share {
  readonly features: readonly string[];
  readonly target: string;
  /** Which rows of the result these are. */
  readonly range: ShareRange;
  readonly train: Rows;
  /** Undefined if no rows are kept aside. */
  readonly validation?: Rows;
}

/** Rows in columns of 32-bit numbers, one column for each feature; NaN is a missing value. */
export interface Rows {
  readonly columns: readonly Float32Array[];
  readonly labels: Float32Array;
}
