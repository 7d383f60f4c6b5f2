import { InternalError, PlatformError } from '../../errors';
import type { Surroundings } from '../../surroundings';
import type { Column } from '../../table/table';
import { forEachInWindow } from '../for-each-in-window';
import { buildColumn, type ColumnBuilder, finishColumn } from './column-builder';
import { planColumns } from './column-plan';
import { downloadChunk } from './download-chunk';
import type { ResultChunk, ResultManifest } from './manifest';
import { ChunkRefused } from './refused-chunk';
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

/** One contiguous part of the wanted rows. */
interface Piece {
  readonly chunkIndex: number;
  readonly skip: number;
  readonly rows: number;
  readonly target: number;
}

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
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || to < from || to > manifest.rowCount) {
    throw new InternalError(`Rows ${from} to ${to} are not part of a result of ${manifest.rowCount} rows.`);
  }
  const columns = planColumns(manifest.columns, manifest.timeZone).map((plan) => buildColumn(plan, to - from));
  const inlineRead = readInlineRows(manifest, columns, from, to);
  let rowsRead = inlineRead;
  options.onProgress?.(rowsRead);
  const links = new ChunkLinks(manifest, options.refreshManifest);
  await forEachInWindow(overlappingPieces(manifest, from, to), WINDOW, async (piece) => {
    const bytes = await links.download(piece.chunkIndex, signal);
    signal.throwIfAborted();
    const { rowCount: chunkRows } = manifest.chunks[piece.chunkIndex];
    await protect(() => scanJsonRows(bytes, columns, { ...piece, chunkRows }));
    rowsRead += piece.rows;
    options.onProgress?.(rowsRead);
  });
  return columns.map(finishColumn);
}

/** Inline rows arrive as parsed JSON. They are written as JSON again, so that the scanner of chunks can read them. */
function readInlineRows(manifest: ResultManifest, columns: readonly ColumnBuilder[], from: number, to: number): number {
  const wanted = manifest.inlineRows.slice(from, to);
  const bytes = Buffer.from(wanted.map((row) => JSON.stringify(row)).join(','));
  scanJsonRows(bytes, columns, { chunkRows: wanted.length, skip: 0, rows: wanted.length, target: 0 });
  return wanted.length;
}

function overlappingPieces(manifest: ResultManifest, from: number, to: number): readonly Piece[] {
  const pieces: Piece[] = [];
  let chunkStart = manifest.inlineRows.length;
  manifest.chunks.forEach((chunk, chunkIndex) => {
    const first = Math.max(from, chunkStart);
    const last = Math.min(to, chunkStart + chunk.rowCount);
    if (first < last) pieces.push({ chunkIndex, skip: first - chunkStart, rows: last - first, target: first - from });
    chunkStart += chunk.rowCount;
  });
  return pieces;
}

/** The download links of a result. When they expire, one request gets new ones for all waiting chunks. */
class ChunkLinks {
  private current: ResultManifest;
  private refreshing: Promise<ResultManifest> | undefined;

  constructor(
    private readonly manifest: ResultManifest,
    private readonly refreshManifest?: () => Promise<ResultManifest>,
  ) {
    this.current = manifest;
  }

  async download(chunkIndex: number, signal: AbortSignal): Promise<Buffer> {
    const used = this.current;
    try {
      return await this.downloadFrom(used, chunkIndex, signal);
    } catch (error) {
      if (!(error instanceof ChunkRefused) || this.refreshManifest === undefined) throw error;
      return await this.downloadFrom(await this.refreshedSince(used, this.refreshManifest), chunkIndex, signal);
    }
  }

  private async downloadFrom(manifest: ResultManifest, chunkIndex: number, signal: AbortSignal): Promise<Buffer> {
    return await downloadChunk(manifest.chunks[chunkIndex].url, manifest.chunkHeaders, signal);
  }

  private async refreshedSince(used: ResultManifest, refresh: () => Promise<ResultManifest>): Promise<ResultManifest> {
    if (this.current !== used) return this.current;
    this.refreshing ??= refresh().finally(() => {
      this.refreshing = undefined;
    });
    const fresh = await this.refreshing;
    if (!sameShape(fresh.chunks, this.manifest.chunks)) {
      throw new PlatformError(
        `The result of query ${this.manifest.queryId} has changed its parts. Run the query again.`,
      );
    }
    this.current = fresh;
    return fresh;
  }
}

function sameShape(left: readonly ResultChunk[], right: readonly ResultChunk[]): boolean {
  return left.length === right.length && left.every((chunk, index) => chunk.rowCount === right[index].rowCount);
}
