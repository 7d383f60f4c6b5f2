import type { Surroundings } from '../../surroundings';
import type { Column } from '../../table/table';
import { forEachInWindow } from '../for-each-in-window';
import { planColumns } from './column-plan';
import { downloadChunk } from './download-chunk';
import { JoinedColumns } from './joined-columns';
import type { ResultManifest } from './manifest';
import { ChunkLinks, checkRange, inlineBytes, overlappingPieces } from './result-pieces';
import { PieceScanner } from './scan-piece';
import { startScanning } from './scan-pieces';

export interface ReadColumnsOptions {
  /** First row, counted from 0. @default 0 */
  readonly from?: number;
  /** Row after the last. @default all rows */
  readonly to?: number;
  readonly signal?: AbortSignal;
  /** Gets the result's description again when its links have expired. Without it, expired links are an error. */
  readonly refreshManifest?: () => Promise<ResultManifest>;
  /** Rows read so far, after each part. */
  readonly onProgress?: (rowsRead: number) => void;
  /** Does busy work that no interrupt may cut short. @default work is done as it is */
  readonly protect?: Surroundings['protect'];
}

/** Chunks that are downloaded while others are scanned. */
const CHUNKS_AHEAD = 2;

/**
 * Reads rows `from` to `to` of a result straight into typed columns. Only the chunks that hold such rows are
 * downloaded, and no Snowflake session is needed while their links are valid.
 */
export async function readColumns(
  manifest: ResultManifest,
  options: ReadColumnsOptions = {},
): Promise<readonly Column[]> {
  const { from = 0, to = manifest.rowCount, signal = new AbortController().signal } = options;
  const protect = options.protect ?? (async (work) => work());
  checkRange(manifest, from, to);
  const plans = planColumns(manifest.columns, manifest.timeZone);
  const joined = new JoinedColumns(plans, to - from);
  const inlineRows = Math.max(0, Math.min(to, manifest.inlineRows.length) - from);
  if (inlineRows > 0) {
    const wanted = { chunkRows: inlineRows, skip: 0, rows: inlineRows };
    joined.add(await new PieceScanner(plans).scan([inlineBytes(manifest, from, to)], wanted), 0);
  }
  let rowsRead = inlineRows;
  options.onProgress?.(rowsRead);
  const pieces = overlappingPieces(manifest, from, to);
  if (pieces.length === 0) return joined.finish();
  const links = new ChunkLinks(
    manifest,
    (link, headers) => downloadChunk(link, headers, signal),
    options.refreshManifest,
  );
  const packedBytes = pieces.reduce((sum, { chunkIndex }) => sum + manifest.chunks[chunkIndex].compressedBytes, 0);
  const scanning = startScanning(plans, packedBytes);
  try {
    await forEachInWindow(pieces, scanning.width + CHUNKS_AHEAD, async ({ chunkIndex, target, ...wanted }) => {
      const packed = await links.download(chunkIndex);
      signal.throwIfAborted();
      const piece = await scanning.scan(packed, wanted);
      await protect(() => joined.add(piece, target));
      rowsRead += wanted.rows;
      options.onProgress?.(rowsRead);
    });
  } finally {
    await scanning.close();
  }
  return joined.finish();
}
