import { concealed } from '../../render/concealed';
import { Table } from '../../table/columnar-table';
import type { ResultManifest } from '../result/manifest';
import { readColumns } from '../result/read-columns';
import type { Session } from '../session/session';

/** The result of one statement, before and while its rows are read. */
export interface QueryResult {
  /** The result's description. Another host that gets it reads its share with `readColumns`. Keep it secret. */
  readonly manifest: ResultManifest;
  readonly rowCount: number;
  /** Rows `from` (included) to `to` (excluded), counted from 0. @default all rows */
  read(from?: number, to?: number): Promise<Table>;
  /** Stops reads that are under way. Calling it twice is fine. */
  close(): Promise<void>;
}

/**
 * Makes a result whose reads stop when the signal fires or it is closed.
 * @param origin where the rows came from, when that is worth saying.
 */
export function queryResult(
  session: Session,
  manifest: ResultManifest,
  signal: AbortSignal,
  origin: Promise<string | undefined> = Promise.resolve(undefined),
): QueryResult {
  const closed = new AbortController();
  const either = AbortSignal.any([signal, closed.signal]);
  const { rowCount } = manifest;
  const result: QueryResult = {
    manifest,
    rowCount,
    read: async (from = 0, to = manifest.rowCount) => {
      const refreshManifest = async () => await session.manifestOf(manifest.queryId, either);
      const [columns, found] = await Promise.all([
        readColumns(manifest, { from, to, signal: either, refreshManifest, protect: session.surroundings.protect }),
        origin,
      ]);
      return new Table(columns, { origin: found });
    },
    close: async () => closed.abort(new Error('The result was closed.')),
  };
  return concealed(result, { rowCount });
}
