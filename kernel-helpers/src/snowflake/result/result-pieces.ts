import { InternalError, PlatformError } from '../../errors';
import type { ResultChunk, ResultManifest } from './manifest';
import type { WantedRows } from './piece-decoder';
import { ChunkRefused } from './refused-chunk';

/** The part of one chunk that holds wanted rows. */
export interface Piece extends WantedRows {
  readonly chunkIndex: number;
  /** Place of its first row among the wanted ones. */
  readonly target: number;
}

/** The chunks that hold rows `from` to `to` of a result, in their order. */
export function overlappingPieces(manifest: ResultManifest, from: number, to: number): readonly Piece[] {
  const pieces: Piece[] = [];
  let chunkStart = manifest.inline.rowCount;
  manifest.chunks.forEach(({ rowCount: chunkRows }, chunkIndex) => {
    const first = Math.max(from, chunkStart);
    const last = Math.min(to, chunkStart + chunkRows);
    const place = { skip: first - chunkStart, rows: last - first, target: first - from };
    if (first < last) pieces.push({ chunkIndex, chunkRows, ...place });
    chunkStart += chunkRows;
  });
  return pieces;
}

/** The wanted ones among the rows that came with the answer; undefined if there are none. */
export function wantedInline({ inline }: ResultManifest, from: number, to: number): WantedRows | undefined {
  const rows = Math.min(to, inline.rowCount) - from;
  return rows <= 0 ? undefined : { chunkRows: inline.rowCount, skip: from, rows };
}

export function checkRange(manifest: ResultManifest, from: number, to: number): void {
  if (Number.isInteger(from) && Number.isInteger(to) && from >= 0 && to >= from && to <= manifest.rowCount) return;
  throw new InternalError(`Rows ${from} to ${to} are not part of a result of ${manifest.rowCount} rows.`);
}

/** The download links of a result. When they expire, one request gets new ones for all waiting chunks. */
export class ChunkLinks<Downloaded> {
  private current: ResultManifest;
  private refreshing: Promise<ResultManifest> | undefined;

  constructor(
    private readonly manifest: ResultManifest,
    private readonly load: (chunk: ResultChunk, headers: Readonly<Record<string, string>>) => Promise<Downloaded>,
    private readonly refreshManifest?: () => Promise<ResultManifest>,
  ) {
    this.current = manifest;
  }

  async download(chunkIndex: number): Promise<Downloaded> {
    const used = this.current;
    try {
      return await this.downloadFrom(used, chunkIndex);
    } catch (error) {
      if (!(error instanceof ChunkRefused) || this.refreshManifest === undefined) throw error;
      return await this.downloadFrom(await this.refreshedSince(used, this.refreshManifest), chunkIndex);
    }
  }

  private async downloadFrom(manifest: ResultManifest, chunkIndex: number): Promise<Downloaded> {
    return await this.load(manifest.chunks[chunkIndex], manifest.chunkHeaders);
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
