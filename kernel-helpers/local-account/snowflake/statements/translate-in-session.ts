import type { QueryScope } from '../sql/query-scope';
import { type TranslatedQuery, translateQuery } from '../sql/translate-query';
import type { StatementContext } from './context';
import { fillHistory } from './query-history';

/** Translates a statement, and puts into the session's temporary tables what it reads there. */
export async function translateInSession(
  context: StatementContext,
  sql: string,
  scope: QueryScope,
): Promise<TranslatedQuery> {
  const translated = translateQuery(sql, scope);
  for (const whose of translated.histories) await fillHistory(context, whose);
  return translated;
}
