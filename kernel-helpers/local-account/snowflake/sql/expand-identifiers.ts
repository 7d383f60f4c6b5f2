import { SnowflakeError } from '../snowflake-error';
import { scan } from './scan';

/** Puts the name in place of every `IDENTIFIER('db.schema."name"')`: https://docs.snowflake.com/en/sql-reference/identifier-literal */
export function expandIdentifiers(sql: string): string {
  if (!/\bidentifier\s*\(/i.test(sql)) return sql;
  const tokens = scan(sql);
  let result = '';
  let done = 0;
  for (const [index, token] of tokens.entries()) {
    const [open, text, close] = tokens.slice(index + 1, index + 4);
    if (token.kind !== 'word' || token.value.toUpperCase() !== 'IDENTIFIER' || open?.value !== '(') continue;
    if (text?.kind !== 'string' || close?.value !== ')') continue;
    result += sql.slice(done, token.start) + checkName(text.value);
    done = close.end;
  }
  return result + sql.slice(done);
}

function checkName(text: string): string {
  const isName = scan(text).every(({ kind, value }) => kind === 'word' || kind === 'quoted' || value === '.');
  if (isName) return text;
  throw new SnowflakeError('001003', '42000', `SQL compilation error:\ninvalid identifier '${text}'`);
}
