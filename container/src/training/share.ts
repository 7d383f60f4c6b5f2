import type { ShareRange } from 'kernel-helpers/training-contract/index';
import type { RowFile } from '../xgboost/row-file';

export interface ShareOptions {
  /**
   * Part of the rows that is kept aside to measure the error on, from 0 to below 1. A job with a validation table
   * measures it on that table's rows: then leave this out. @default 0
   */
  readonly validation?: number;
  /** Another seed keeps other rows aside. @default 42 */
  readonly seed?: number;
  /**
   * True: the rows go to a file on this host's disk, from which XGBoost takes them batch by batch, so a share may be
   * several times as large as the memory. `when-needed`: only if the rows would not fit into memory. The model is the same.
   * @default false
   */
  readonly stream?: boolean | 'when-needed';
}

/** What is known of the rows of one host: every row of the table is in the share of exactly one host. */
interface ShareFacts {
  readonly features: readonly string[];
  readonly target: string;
  /** For each feature that holds texts: the texts. In the rows, each is its place in this list. @default all are numbers */
  readonly categories?: Readonly<Record<string, readonly string[]>>;
  /** The names of the target's classes, where it holds texts: each label is a place in this list. */
  readonly classes?: readonly string[];
  /** Which rows of the result these are. */
  readonly range: ShareRange;
}

/** The rows of this host, in memory. */
export interface Share extends ShareFacts {
  readonly train: Rows;
  /** Undefined if no rows are kept aside. */
  readonly validation?: Rows;
}

/** Rows in columns of 32-bit numbers, one column for each feature; NaN is a missing value. */
export interface Rows {
  readonly columns: readonly Float32Array[];
  readonly labels: Float32Array;
  /** How much each row counts, where the job names a column for that. */
  readonly weights?: Float32Array;
}

/** The rows of this host, on its disk. */
export interface StreamedShare extends ShareFacts {
  readonly train: StreamedRows;
  /** Undefined if no rows are kept aside. */
  readonly validation?: StreamedRows;
  /** Frees the disk. Without it, the rows stay until the process ends. */
  close(): void;
}

export interface StreamedRows {
  readonly rowCount: number;
  /** Where they are; for `train`. */
  readonly file: RowFile;
}

/** Reads this host's exact part of the table; every row belongs to one host. What comes back depends on `stream`. */
export type ShareFunction = <Stream extends ShareOptions['stream'] = false>(
  options?: ShareOptions & { readonly stream?: Stream },
) => Promise<ShareOf<Stream>>;

type ShareOf<Stream> = Stream extends true
  ? StreamedShare
  : Stream extends false | undefined
    ? Share
    : Share | StreamedShare;

export function isStreamed(rows: Rows | StreamedRows): rows is StreamedRows {
  return 'file' in rows;
}

export function countRows(rows: Rows | StreamedRows): number {
  return isStreamed(rows) ? rows.rowCount : rows.labels.length;
}
