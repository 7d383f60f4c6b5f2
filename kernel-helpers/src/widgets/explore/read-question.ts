import { z } from 'zod';
import { PlatformError } from '../../errors';
import type { PageQuestion } from './page-contract';

const whole = z.number().int().nonnegative();
const id = z.string();
const column = whole;

const lookSchema = z.object({
  sort: z.object({ column, descending: z.boolean() }).optional(),
  filters: z.array(
    z.union([
      z.object({ column, low: z.number(), high: z.number() }),
      z.object({ column, chosen: z.array(z.string().nullable()) }),
    ]),
  ),
  search: z.string(),
});

const schema: z.ZodType<PageQuestion> = z.discriminatedUnion('ask', [
  z.object({ id, ask: z.literal('rows'), number: whole, from: whole, to: whole }),
  z.object({ id, ask: z.literal('look'), look: lookSchema }),
  z.object({ id, ask: z.literal('profile'), column }),
  z.object({ id, ask: z.literal('kept'), column }),
  z.object({ id, ask: z.literal('words'), column, containing: z.string() }),
  z.object({ id, ask: z.literal('cell'), row: whole, column }),
  z.object({
    id,
    ask: z.literal('csv'),
    part: z.object({ from: whole, to: whole, first: whole, last: whole }).optional(),
  }),
  z.object({ id, ask: z.literal('code') }),
]);

/** Reads what the page asks; throws a PlatformError if it is no question. */
export function readQuestion(content: unknown): PageQuestion {
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new PlatformError(`The page asked the table something that it cannot answer. ${z.prettifyError(parsed.error)}`);
}
