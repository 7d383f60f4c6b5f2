import { callAws } from '../../aws/call-aws';
import type { Page } from '../../page';
import { shownPage } from '../../render/shown-page';

/** Which page of a list of SageMaker, and how long it may be. */
export interface ListOptions {
  /** What the page before gave as `next`. */
  readonly after?: string;
  /** SageMaker allows 1 to 100. @default 100 */
  readonly limit?: number;
  /** Only names that contain this text. */
  readonly nameContains?: string;
  /** Stops the request. In a cell, by default the signal of the running cell. */
  readonly signal?: AbortSignal;
}

/** What every List operation of SageMaker takes. */
export interface ListInput {
  readonly NextToken?: string;
  readonly MaxResults: number;
  readonly NameContains?: string;
}

/** One answer of a List operation. */
export interface Answer<Item> {
  readonly items: readonly Item[];
  readonly nextToken?: string;
}

const DEFAULT_LIMIT = 100;

/** The characters of SageMaker's names, and the length of the longest (API reference, CreateTrainingJob, CreateModel). */
const PART_OF_A_NAME = /^[a-zA-Z0-9-]{1,63}$/;

/**
 * Reads one page, newest first. SageMaker may answer with nothing and say that there is more, since ListTrainingJobs
 * filters by status what it has already cut to MaxResults; such answers are passed over.
 * A text that no name can contain gives an empty page: SageMaker itself would refuse it.
 */
export async function readPage<Item extends object>(
  listed: string,
  { after, limit = DEFAULT_LIMIT, nameContains = '', signal }: ListOptions,
  send: (input: ListInput) => Promise<Answer<Item>>,
): Promise<Page<Item>> {
  signal?.throwIfAborted();
  const ifEmpty = `There are no ${listed} of this kind here.`;
  if (nameContains !== '' && !PART_OF_A_NAME.test(nameContains)) return shownPage([], { ifEmpty });
  const filter = nameContains === '' ? {} : { NameContains: nameContains };
  let next = after;
  for (;;) {
    const input = { ...filter, MaxResults: limit, ...(next !== undefined && { NextToken: next }) };
    const { items, nextToken } = await callAws(`list ${listed}`, () => send(input));
    if (nextToken === undefined) return shownPage(items, { ifEmpty });
    if (items.length > 0) return shownPage(items, { next: nextToken, ifEmpty });
    next = nextToken;
  }
}

/** All items of a list, page after page. */
export async function* everyItem<Item>(list: (after?: string) => Promise<Page<Item>>): AsyncGenerator<Item> {
  let after: string | undefined;
  do {
    const page = await list(after);
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}
