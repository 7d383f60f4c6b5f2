import type { Surroundings } from '../../surroundings';
import type { Column } from '../../table/table';
import { type ColumnPlan, planColumns } from './column-plan';
import { JoinedColumns } from './joined-columns';
import type { ResultManifest } from './manifest';
import { emptyColumns, rowsOf } from './piece-column';
import { type ReadPiece, type ReadPiecesOptions, readPieces } from './read-pieces';

export interface ReadBatchesOptions extends Pick<ReadPiecesOptions, 'signal' | 'refreshManifest' | 'onProgress'> {
  /** Rows of a batch; the last one may have fewer. @default as they come: each part of the result is a batch */
  readonly rows?: number;
  /** Does busy work that no interrupt may cut short. */
  readonly protect: Surroundings['protect'];
}

/** Reads a result in batches of consecutive rows; a few of its parts are in memory at a time. */
export function readBatches(
  manifest: ResultManifest,
  { rows, protect, ...options }: ReadBatchesOptions,
): AsyncGenerator<readonly Column[], void, undefined> {
  const plans = planColumns(manifest.columns, manifest.timeZone);
  const { rowCount } = manifest;
  return batchesOf(readPieces(manifest, { ...options, plans }), { plans, rowCount, rows, protect, ...options });
}

/**
 * Cuts pieces, which come in the order of their rows, into batches. Without a row there is one empty batch, which tells the
 * columns.
 * @param wanted how many rows come, and of what kinds.
 */
export async function* batchesOf(
  pieces: AsyncIterable<ReadPiece>,
  wanted: ReadBatchesOptions & { readonly plans: readonly ColumnPlan[]; readonly rowCount: number },
): AsyncGenerator<readonly Column[], void, undefined> {
  const { plans, rows: batchRows, protect } = wanted;
  let batch: { readonly joined: JoinedColumns; readonly rows: number } | undefined;
  let filled = 0;
  for await (const { columns, rowCount, target } of pieces) {
    for (let from = 0; from < rowCount; ) {
      wanted.signal?.throwIfAborted();
      const rows = batch?.rows ?? Math.min(batchRows ?? rowCount, wanted.rowCount - target - from);
      const more = Math.min(rows - filled, rowCount - from);
      const part = rowsOf(columns, from, more);
      batch ??= { joined: new JoinedColumns(more === rows ? part : emptyColumns(plans, rows)), rows };
      const { joined } = batch;
      const added = { columns: part, target: filled };
      await protect(() => (more === rows ? joined.addInPlace(added) : joined.addCopy(added)));
      from += more;
      filled += more;
      if (filled < rows) continue;
      yield await protect(() => joined.finish());
      batch = undefined;
      filled = 0;
    }
  }
  if (wanted.rowCount === 0) yield new JoinedColumns(emptyColumns(plans, 0)).finish();
}
