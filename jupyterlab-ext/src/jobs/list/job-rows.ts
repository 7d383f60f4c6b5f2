import type { JobKind, JobSummary } from 'kernel-helpers/sidebar-contract/index';
import { keyOf } from '../job-key';
import { JOB_KINDS } from '../job-state';
import type { JobListState, KindList } from './job-list-store';

/** One row of the list. `key` stays the same for the same row. */
export type ListRow =
  | { readonly is: 'kind'; readonly key: string; readonly kind: JobKind; readonly list: KindList }
  | {
      readonly is: 'job';
      readonly key: string;
      readonly kind: JobKind;
      readonly job: JobSummary;
      /** Counted from 1, of `size`. */
      readonly position: number;
      readonly size: number;
    }
  | {
      readonly is: 'note';
      readonly key: string;
      readonly kind: JobKind;
      readonly note: 'loading' | 'empty' | 'error' | 'more' | 'loading-more';
      readonly error?: unknown;
    };

/** The lists as rows: each kind, and below an open one its jobs and what is to say about them. */
export function rowsOf({ lists }: JobListState): ListRow[] {
  return JOB_KINDS.flatMap((kind): ListRow[] => {
    const list = lists[kind];
    const head: ListRow = { is: 'kind', key: `kind ${kind}`, kind, list };
    if (!list.isOpen) return [head];
    const jobs = list.items.map((job, index): ListRow => {
      return { is: 'job', key: keyOf(job), kind, job, position: index + 1, size: list.items.length };
    });
    return [head, ...noteAbove(kind, list), ...jobs, ...noteBelow(kind, list)];
  });
}

/** Where the focus goes from a row that is not there any more. */
export function nearestRow(rows: readonly ListRow[], key: string | undefined, wasAt: number): number {
  const index = rows.findIndex((row) => row.key === key);
  return index >= 0 ? index : Math.min(Math.max(0, wasAt), rows.length - 1);
}

function noteAbove(kind: JobKind, { error }: KindList): ListRow[] {
  return error === undefined ? [] : [{ is: 'note', key: `error ${kind}`, kind, note: 'error', error }];
}

function noteBelow(kind: JobKind, { items, next, work, asOf, error }: KindList): ListRow[] {
  const row = (note: 'loading' | 'empty' | 'more' | 'loading-more'): ListRow[] => [
    { is: 'note', key: `below ${kind}`, kind, note },
  ];
  if (work === 'more') return row('loading-more');
  if (next !== undefined) return row('more');
  if (items.length > 0 || error !== undefined) return [];
  if (work === 'refresh') return row('loading');
  return asOf === undefined ? [] : row('empty');
}
