import { UserError } from '../../errors';
import { checkOptionNames } from '../../option-names';
import { concealed } from '../../render/concealed';
import { Table } from '../../table/columnar-table';
import type { Column } from '../../table/table';
import type { ResultManifest } from '../result/manifest';
import { type ReadBatchesOptions, readBatches } from '../result/read-batches';
import { readColumns } from '../result/read-columns';
import type { Session } from '../session/session';
import { keepRows, type ShareOptions, shareOf } from '../share/read-share';
import { tellingProgress, tellProgress } from './tell-progress';

export interface BatchOptions {
  /** Rows of a table; the last one may have fewer. @default as they come: each part of the result is a table */
  readonly rows?: number;
}

/** One host's rows of a result, on the disk of that host. */
export interface RowShare {
  /** Its first row in the result, counted from 0. */
  readonly from: number;
  /** The row of the result after its last. */
  readonly to: number;
  readonly rowCount: number;
  /** The rows in their order, in tables, from the disk alone; each call begins with the first row again. */
  batches(options?: BatchOptions): AsyncIterable<Table>;
  /** Deletes the rows from the disk. They also go when the process ends. Calling it twice is fine. */
  close(): Promise<void>;
}

/** The result of one statement, before and while its rows are read. */
export interface QueryResult {
  /** The result's description. Another host that gets it reads its share with `readColumns`. Keep it secret. */
  readonly manifest: ResultManifest;
  readonly rowCount: number;
  /** Rows `from` (included) to `to` (excluded), counted from 0. @default all rows */
  read(from?: number, to?: number): Promise<Table>;
  /**
   * All rows in their order, in tables that are read while you work on the one before: a result of any size takes the
   * memory of a few of them. Each call reads the result again from its first row; `break` ends the read.
   * Digits decide the kind of a NUMBER column in each batch for itself. An empty result is one table without rows.
   * @example for await (const batch of result.batches({ rows: 100_000 })) count += batch.rowCount
   */
  batches(options?: BatchOptions): AsyncIterable<Table>;
  /**
   * Reads the rows of one of several hosts to the disk, to be walked as often as training needs: of T rows, host i of n gets
   * those from ⌊iT/n⌋ to before ⌊(i+1)T/n⌋. It downloads only the parts that hold them, and few are in memory at a time.
   * The hosts share one result: the first runs the statement, the others ask for its result by `resultOf(queryId)`.
   * @throws PlatformError where the disk is full.
   * @example const share = await result.share({ host: 0, hosts: 4 })
   */
  share(options: ShareOptions): Promise<RowShare>;
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
  const reading = () => ({
    signal: either,
    refreshManifest: async () => await session.manifestOf(manifest.queryId, either),
    protect: session.surroundings.protect,
  });
  const tell = (from: number, to: number) => tellProgress(manifest, { from, to }, session.surroundings);
  const result: QueryResult = {
    manifest,
    rowCount,
    read: async (from = 0, to = manifest.rowCount) => {
      const progress = tell(from, to);
      try {
        const options = { from, to, ...reading(), onProgress: progress.report };
        const [columns, found] = await Promise.all([readColumns(manifest, options), origin]);
        return new Table(columns, { origin: found });
      } finally {
        progress.close();
      }
    },
    batches: (options = {}) => {
      checkBatches(options);
      const read = (onProgress: ReadBatchesOptions['onProgress']) =>
        readBatches(manifest, { ...options, ...reading(), onProgress });
      const batches = tellingProgress(() => tell(0, rowCount), read);
      return tables(batches, origin);
    },
    share: async (options) => {
      const { from, to } = shareOf(options, rowCount);
      const progress = tell(from, to);
      const keeping = { ...reading(), onProgress: progress.report };
      const kept = keepRows(manifest, { from, to, folder: options.folder }, keeping);
      const { batches, close } = await kept.finally(progress.close);
      const read = (asked: BatchOptions = {}) => {
        checkBatches(asked);
        return tables(batches(asked), origin);
      };
      return { from, to, rowCount: to - from, batches: read, close };
    },
    close: async () => closed.abort(new Error('The result was closed.')),
  };
  return concealed(result, { rowCount });
}

async function* tables(
  batches: AsyncIterable<readonly Column[]>,
  origin: Promise<string | undefined>,
): AsyncGenerator<Table, void, undefined> {
  for await (const columns of batches) yield new Table(columns, { origin: await origin });
}

function checkBatches(options: BatchOptions): void {
  checkOptionNames('batches()', options, { rows: true });
  const { rows } = options;
  if (rows === undefined || (Number.isSafeInteger(rows) && rows > 0)) return;
  throw new UserError(`batches() takes a whole number of rows from 1 on, but rows is ${rows}.`);
}
