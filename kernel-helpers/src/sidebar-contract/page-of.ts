import { z } from 'zod';

/** Where a list goes on: `next` of one page is `after` of the request for the next one. */
export const PageParams = z.object({ after: z.string().optional(), limit: z.number().int().positive().optional() });

/** One page of a list. The last page has no `next`. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().optional() });
}
