import type { Surroundings } from '../../surroundings';
import type { Column } from '../../table/table';
import { forEachInWindow } from '../for-each-in-window';
import { buildColumn, type ColumnBuilder, finishColumn } from './column-builder';
import { planColumns } from './column-plan';
import { downloadChunk } from './download-chunk';
import type { ResultManifest } from './manifest';
import { ChunkLinks, checkRange, inlineBytes, overlappingPieces } from './result-pieces';
import { scanJsonRows } from './scan-json-rows';

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

/** Chunks that are downloaded at the same time; each may take 160 MB once it is unpacked. */
const WINDOW = 3;

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
  const columns = planColumns(manifest.columns, manifest.timeZone).map((plan) => buildColumn(plan, to - from));
  const inlineRead = readInlineRows(manifest, columns, from, to);
  let rowsRead = inlineRead;
  options.onProgress?.(rowsRead);
  const links = new ChunkLinks(
    manifest,
    (link, headers) => downloadChunk(link, headers, signal),
    options.refreshManifest,
  );
  await forEachInWindow(overlappingPieces(manifest, from, to), WINDOW, async (piece) => {
    const bytes = await links.download(piece.chunkIndex);
    signal.throwIfAborted();
    await protect(() => scanJsonRows(bytes, columns, piece));
    rowsRead += piece.rows;
    options.onProgress?.(rowsRead);
  });
  return columns.map(finishColumn);
}

function readInlineRows(manifest: ResultManifest, columns: readonly ColumnBuilder[], from: number, to: number): number {
  const { length } = manifest.inlineRows.slice(from, to);
  scanJsonRows(inlineBytes(manifest, from, to), columns, { chunkRows: length, skip: 0, rows: length, target: 0 });
  return length;
}
