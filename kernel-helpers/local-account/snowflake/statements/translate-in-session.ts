import type { QueryScope } from '../sql/query-scope';
import { type TranslatedQuery, translateQuery } from '../sql/translate-query';

/** Translates a statement, and fills the tables that it reads and that the account computes. */
export async function translateInSession(sql: string, scope: QueryScope): Promise<TranslatedQuery> {
  const translated = translateQuery(sql, scope);
  for (const { fill } of translated.computed) await fill();
  return translated;
}
