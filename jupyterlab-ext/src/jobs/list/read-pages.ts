import type { JobSummary } from 'kernel-helpers/sidebar-contract/index';
import { isRunning } from '../job-state';

/** What is known of a list, newest first. Without `next` it is complete. */
export interface JobPages {
  readonly items: readonly JobSummary[];
  readonly next?: string;
}

export type AskForPage = (page: { readonly after?: string }) => Promise<JobPages>;

/**
 * Reads a list again. The first page always; further pages only as long as a job that was running is not yet found on
 * them, and never more than were known. What is older than the pages read stays as it was.
 */
export async function readAgain(known: JobPages, ask: AskForPage): Promise<JobPages> {
  let page = await ask({});
  let items = page.items;
  while (page.next !== undefined && items.length < known.items.length && missesRunning(known.items, items)) {
    page = await ask({ after: page.next });
    items = [...items, ...page.items];
  }
  const last = items.at(-1);
  const older = page.next === undefined || last === undefined ? [] : olderThan(last, known.items, items);
  return older.length === 0 ? { items, next: page.next } : { items: [...items, ...older], next: known.next };
}

/** The list with one page more. A job that moved from one page to the next is there once. */
export async function readMore(known: JobPages, ask: AskForPage): Promise<JobPages> {
  const page = await ask({ after: known.next });
  return { items: [...known.items, ...withoutThose(known.items, page.items)], next: page.next };
}

function missesRunning(known: readonly JobSummary[], found: readonly JobSummary[]): boolean {
  return withoutThose(found, known).some(({ status }) => isRunning(status));
}

function olderThan(last: JobSummary, known: readonly JobSummary[], found: readonly JobSummary[]): JobSummary[] {
  const time = Date.parse(last.createdAt);
  return withoutThose(found, known).filter(({ createdAt }) => Date.parse(createdAt) <= time);
}

function withoutThose(found: readonly JobSummary[], items: readonly JobSummary[]): JobSummary[] {
  const names = new Set(found.map(({ name }) => name));
  return items.filter(({ name }) => !names.has(name));
}
