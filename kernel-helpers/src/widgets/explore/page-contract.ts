import type { ColumnProfile, WordCount } from './engine/profile-column';
import type { KeptCounts } from './engine/row-engine';
import type { Look } from './look';
import type { RowWindow } from './row-window';

/** How the page filters a column: by a range, or by chosen values. */
export type ColumnUse = 'numbers' | 'dates' | 'times' | 'words';

export interface PageColumn {
  readonly name: string;
  /** As Snowflake names it. */
  readonly type: string;
  readonly use: ColumnUse;
}

/** What page and kernel share. */
export interface PageState {
  readonly columns: readonly PageColumn[];
  /** All rows of the table. */
  readonly rowCount: number;
  readonly look: Look;
  /** The rows of the look: a higher number stands for other rows, or another order. */
  readonly shown: { readonly number: number; readonly count: number };
  /** The first rows of `shown`, so that a page draws them without asking. */
  readonly first: RowWindow;
  /** True while the kernel sorts or filters. */
  readonly isBusy: boolean;
  /** Why the last look could not be had; empty if nothing failed. */
  readonly problem: string;
  /** How many rows are copied at most. */
  readonly mostCopied: number;
}

/** What the page asks. `id` is that of the answer. */
export type PageQuestion =
  | { readonly id: string; readonly ask: 'rows'; readonly number: number; readonly from: number; readonly to: number }
  | { readonly id: string; readonly ask: 'look'; readonly look: Look }
  | { readonly id: string; readonly ask: 'profile'; readonly column: number }
  | { readonly id: string; readonly ask: 'kept'; readonly column: number }
  | { readonly id: string; readonly ask: 'words'; readonly column: number; readonly containing: string }
  | { readonly id: string; readonly ask: 'cell'; readonly row: number; readonly column: number }
  | { readonly id: string; readonly ask: 'csv'; readonly part?: CopiedPart | undefined }
  | { readonly id: string; readonly ask: 'code' };

/** Rows `from` to `to` (excluded) of the look, of columns `first` to `last` (included). */
export interface CopiedPart {
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly last: number;
}

/** The bounds of a range as people read them. */
export interface ShownRange {
  readonly low: string;
  readonly high: string;
  readonly mean?: string;
}

export interface Answers {
  /** Undefined if the look has changed meanwhile. */
  readonly rows: RowWindow | undefined;
  readonly look: undefined;
  readonly profile: { readonly profile: ColumnProfile; readonly shown?: ShownRange };
  readonly kept: KeptCounts | undefined;
  readonly words: readonly WordCount[];
  readonly cell: string | null;
  readonly csv: { readonly text: string; readonly rows: number; readonly of: number };
  readonly code: string;
}

/** What the kernel answers. */
export type PageAnswer =
  | { readonly id: string; readonly answer: Answers[keyof Answers] }
  | { readonly id: string; readonly failure: string };
