import type { CellValue } from '../../table/table';
import { rowsOfColumns } from '../../values/cells';
import { readColumns } from '../result/read-columns';
import type { StatementRunner } from '../session/session';

/** Runs a statement with a small result, such as SHOW or COPY, and returns its rows as objects. */
export async function rowsOf(
  session: StatementRunner,
  sqlText: string,
  signal: AbortSignal,
): Promise<readonly Readonly<Record<string, CellValue>>[]> {
  return rowsOfColumns(
    await readColumns(await session.run({ sqlText, signal }), { signal, protect: session.surroundings.protect }),
  );
}
