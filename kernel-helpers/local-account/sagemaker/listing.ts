import { z } from 'zod';
import { validationError } from './service-error';

/** What every List operation takes; the caller reads the members whose names contain the kind of the listed things. */
const listInput = z.object({
  NameContains: z.string().optional(),
  StatusEquals: z.string().optional(),
  CreationTimeAfter: z.number().optional(),
  CreationTimeBefore: z.number().optional(),
  LastModifiedTimeAfter: z.number().optional(),
  LastModifiedTimeBefore: z.number().optional(),
  SortBy: z.string().optional(),
  SortOrder: z.string().optional(),
  MaxResults: z.number().optional(),
  NextToken: z.string().optional(),
});

/** What a list is filtered and sorted by. Times are epoch seconds. */
export interface Listable {
  readonly name: string;
  readonly status?: string;
  readonly creationTime: number;
  readonly lastModifiedTime?: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken?: string;
}

const DEFAULT_PAGE_SIZE = 10;

/**
 * Filters, sorts and pages as SageMaker does: newest first and ten at a time unless the request says otherwise.
 * Some operations spell the orders "Asc" and "Desc", older ones "Ascending" and "Descending".
 */
export function listPage<Item extends Listable>(
  items: readonly Item[],
  input: Readonly<Record<string, unknown>>,
): Page<Item> {
  const request = listInput.parse(input);
  const wanted = items.filter((item) => isWanted(item, request));
  const direction = request.SortOrder?.startsWith('Asc') ? 1 : -1;
  const key = sortKey(request.SortBy);
  wanted.sort((a, b) => direction * (compare(key(a), key(b)) || compare(a.name, b.name)));
  const start = readToken(request.NextToken);
  const end = start + (request.MaxResults ?? DEFAULT_PAGE_SIZE);
  return { items: wanted.slice(start, end), ...(end < wanted.length && { nextToken: writeToken(end) }) };
}

function isWanted(item: Listable, request: z.infer<typeof listInput>): boolean {
  const modified = item.lastModifiedTime ?? item.creationTime;
  return (
    (request.NameContains === undefined || item.name.toLowerCase().includes(request.NameContains.toLowerCase())) &&
    (request.StatusEquals === undefined || item.status === request.StatusEquals) &&
    isBetween(item.creationTime, request.CreationTimeAfter, request.CreationTimeBefore) &&
    isBetween(modified, request.LastModifiedTimeAfter, request.LastModifiedTimeBefore)
  );
}

function isBetween(time: number, after = Number.NEGATIVE_INFINITY, before = Number.POSITIVE_INFINITY): boolean {
  return time >= after && time <= before;
}

function sortKey(sortBy: string | undefined): (item: Listable) => string | number {
  if (sortBy === 'Name') return (item) => item.name;
  if (sortBy === 'Status') return (item) => item.status ?? '';
  return (item) => item.creationTime;
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const writeToken = (start: number): string => Buffer.from(`from ${start}`).toString('base64url');

function readToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const match = /^from (\d+)$/.exec(Buffer.from(token, 'base64url').toString());
  if (match === null) throw validationError('Invalid pagination token.');
  return Number(match[1]);
}
