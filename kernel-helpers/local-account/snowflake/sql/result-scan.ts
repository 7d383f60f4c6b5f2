import { scan } from './scan';

const SHAPE = 'SELECT * FROM TABLE ( RESULT_SCAN ( ID ) )'.split(' ');

/**
 * The query id of `SELECT * FROM TABLE(RESULT_SCAN('id'))` (how the Python connector fetches an earlier result), 'last'
 * for `LAST_QUERY_ID()` in its place; null for any other query, so RESULT_SCAN inside a larger one is refused.
 */
export function resultScanOf(sql: string): string | null {
  const words = scan(sql.replace(/last_query_id\s*\(\s*\)/i, "'last'")).map((token) =>
    token.kind === 'string' ? { word: 'ID', value: token.value } : { word: token.value.toUpperCase(), value: '' },
  );
  const matches = words.length === SHAPE.length && words.every(({ word }, index) => word === SHAPE[index]);
  return matches ? (words.find(({ word }) => word === 'ID')?.value ?? null) : null;
}
