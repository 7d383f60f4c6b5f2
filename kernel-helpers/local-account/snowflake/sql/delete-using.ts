import { scan, type Token } from './scan';

/**
 * `DELETE FROM t USING sources WHERE …` as `DELETE FROM t WHERE EXISTS (SELECT 1 FROM sources WHERE …)`: the same rows, and
 * the translator reads every kind of source there. Any other text comes back as it is.
 */
export function deleteWhereExists(sql: string): string {
  const tokens = outermost(scan(sql));
  const at = (word: string) => tokens.find(({ kind, value }) => kind === 'word' && value.toUpperCase() === word);
  const using = at('USING');
  if (using === undefined) return sql;
  return `${sql.slice(0, using.start)}WHERE EXISTS (SELECT 1 FROM${sql.slice(using.end)}\n)`;
}

/** The tokens that stand outside all brackets. */
function outermost(tokens: readonly Token[]): readonly Token[] {
  let depth = 0;
  return tokens.filter(({ kind, value }) => {
    if (kind === 'symbol' && value === '(') depth += 1;
    if (kind === 'symbol' && value === ')') depth -= 1;
    return depth === 0;
  });
}
