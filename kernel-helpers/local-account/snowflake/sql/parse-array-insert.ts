import { unsupported } from '../snowflake-error';
import type { NamePath } from './statement';
import { TokenReader } from './token-reader';

/** An INSERT of one row of VALUES, for arrays of bound values. */
export interface ArrayInsert {
  readonly table: NamePath;
  /** The columns that it names; null for all of the table's. */
  readonly columns: readonly string[] | null;
  /** The statement up to VALUES. */
  readonly before: string;
  /** What stands between the brackets of VALUES. */
  readonly values: string;
  /** For each value: the quoted name that it is; null for any other expression. */
  readonly names: readonly (string | null)[];
}

/** Reads `INSERT [OVERWRITE] INTO t [(a, b)] VALUES (…)`; every other statement with arrays of values is refused. */
export function parseArrayInsert(sql: string): ArrayInsert {
  const [reader, ...more] = TokenReader.ofRequest(sql);
  if (reader === undefined || more.length > 0 || !reader.skip('INSERT')) throw refusal();
  reader.skip('OVERWRITE');
  reader.expect('INTO');
  const table = reader.path();
  const columns = reader.sees('(') ? reader.group().list((item) => item.identifier()) : null;
  const start = reader.peek()?.start ?? sql.length;
  if (!reader.skip('VALUES')) throw refusal();
  const values = reader.group();
  if (!reader.ended) throw refusal();
  const before = sql.slice(0, start);
  return { table, columns, before, values: values.source, names: values.list(readName) };
}

/** One value: everything up to the next comma outside of brackets. */
function readName(values: TokenReader): string | null {
  const [first, second] = [values.peek(), values.peek(1)];
  const isAlone = second === undefined || (second.kind === 'symbol' && second.value === ',');
  for (let depth = 0; !values.ended && (depth > 0 || !values.sees(',')); ) {
    const { kind, value } = values.next();
    if (kind === 'symbol' && '([{'.includes(value)) depth += 1;
    if (kind === 'symbol' && ')]}'.includes(value)) depth -= 1;
  }
  return isAlone && first?.kind === 'quoted' ? first.value : null;
}

function refusal(): Error {
  return unsupported('array binds outside INSERT … VALUES (…)');
}
