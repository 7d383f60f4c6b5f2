import { unsupported } from '../snowflake-error';
import type { Statement } from './statement';
import type { TokenReader } from './token-reader';

/** EXPLAIN [USING TABULAR] query: https://docs.snowflake.com/en/sql-reference/sql/explain */
export function parseExplain(reader: TokenReader): Statement {
  reader.expect('EXPLAIN');
  if (reader.skip('USING') && !reader.skip('TABULAR')) throw unsupported(`EXPLAIN USING ${reader.word()}`);
  const isQuery = ['SELECT', 'WITH', '('].some((start) => reader.sees(start));
  if (!isQuery) throw unsupported(`EXPLAIN ${reader.word()}`);
  return { kind: 'explain', sql: reader.rest };
}
