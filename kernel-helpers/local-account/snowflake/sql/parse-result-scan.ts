import { unsupported } from '../snowflake-error';
import type { ResultScan } from './statement';
import type { TokenReader } from './token-reader';

/** What the account says of every RESULT_SCAN that is part of something larger. */
export const RESULT_SCAN_ALONE = 'RESULT_SCAN in any statement but SELECT * FROM TABLE(RESULT_SCAN(id))';

/** True for a statement that begins as the one below. */
export function selectsResult(reader: TokenReader): boolean {
  return reader.sees('SELECT', '*', 'FROM', 'TABLE', '(', 'RESULT_SCAN');
}

/**
 * `SELECT * FROM TABLE(RESULT_SCAN('id'))`, which is how the Python connector fetches an earlier result, or with
 * `LAST_QUERY_ID()` in place of the id: https://docs.snowflake.com/en/sql-reference/functions/result_scan
 */
export function parseResultScan(reader: TokenReader): ResultScan {
  reader.expect('SELECT', '*', 'FROM', 'TABLE');
  const table = reader.group();
  table.expect('RESULT_SCAN');
  const argument = table.group();
  if (!table.ended || !reader.ended) throw unsupported(RESULT_SCAN_ALONE);
  if (argument.peek()?.kind !== 'string') return { kind: 'result scan', queryId: readLast(argument) };
  const queryId = argument.string();
  argument.expectEnd();
  return { kind: 'result scan', queryId };
}

/** `LAST_QUERY_ID()` and `LAST_QUERY_ID(-1)` are the statement before. */
function readLast(argument: TokenReader): null {
  if (!argument.skip('LAST_QUERY_ID')) throw unsupported('RESULT_SCAN of anything but a text or LAST_QUERY_ID()');
  const count = argument.group();
  if (!count.ended && count.literal() !== '-1') throw unsupported('LAST_QUERY_ID with another number than -1');
  count.expectEnd();
  argument.expectEnd();
  return null;
}
