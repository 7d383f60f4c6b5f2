import { z } from 'zod';

/** How many entries a session remembers; the driver's default (snowflake-sdk 3.3.0, parameters.js, QUERY_CONTEXT_CACHE_SIZE). */
const MOST_ENTRIES = 5;

const entrySchema = z.object({
  id: z.number(),
  timestamp: z.number(),
  priority: z.number(),
  context: z.string().nullish(),
});
const contextSchema = z.object({ entries: z.array(entrySchema).nullish() });

type Entry = z.infer<typeof entrySchema>;

/**
 * What Snowflake's answers say about the newest state that the session has seen. It goes along with the next statement, so
 * that a statement on a hybrid table sees what an earlier one wrote (snowflake-sdk 3.3.0, queryContextCache.js).
 */
export class QueryContext {
  #entries: readonly Entry[] = [];

  /** What goes along with a statement. */
  get sent(): object {
    const entries = this.#entries.map(({ context, ...entry }) => ({
      ...entry,
      context: { base64Data: context ?? null },
    }));
    return { entries };
  }

  /** Takes what an answer says. An answer without entries makes the session forget its own. */
  take(answered: unknown): void {
    const entries = contextSchema.safeParse(answered).data?.entries;
    const merged = (entries ?? []).reduce(withEntry, entries === null || entries === undefined ? [] : this.#entries);
    this.#entries = [...merged].sort((left, right) => left.priority - right.priority).slice(0, MOST_ENTRIES);
  }
}

/** The newer entry of an id wins, and each priority has one entry. */
function withEntry(known: readonly Entry[], entry: Entry): readonly Entry[] {
  const old = known.find(({ id }) => id === entry.id);
  if (old !== undefined && old.timestamp > entry.timestamp) return known;
  return [...known.filter(({ id, priority }) => id !== entry.id && priority !== entry.priority), entry];
}
