import type { CellValue } from '../../table/table';
import { readRows } from '../result/read-rows';
import type { StatementRunner } from '../session/session';

/** Runs a statement with a small result, such as SHOW or COPY, and returns its rows as objects. */
export async function rowsOf(
  session: StatementRunner,
  sqlText: string,
  signal: AbortSignal,
): Promise<readonly Readonly<Record<string, CellValue>>[]> {
  return (await readRows(await session.run({ sqlText, signal }), { signal })).toRows();
}
