import { InternalError, PlatformError } from '../../errors';
import type { ResultChunk, ResultManifest } from './manifest';
import { ChunkRefused } from './refused-chunk';

/** The part of one chunk that holds wanted rows: `rows` rows after the first `skip`. */
export interface Piece {
  readonly chunkIndex: number;
  /** Rows that the chunk says it has. */
  readonly chunkRows: number;
  readonly skip: number;
  readonly rows: number;
  /** Place of its first row among the wanted ones. */
  readonly target: number;
}

/** The chunks that hold rows `from` to `to` of a result, in their order. */
export function overlappingPieces(manifest: ResultManifest, from: number, to: number): readonly Piece[] {
  const pieces: Piece[] = [];
  let chunkStart = manifest.inlineRows.length;
  manifest.chunks.forEach(({ rowCount: chunkRows }, chunkIndex) => {
    const first = Math.max(from, chunkStart);
    const last = Math.min(to, chunkStart + chunkRows);
    const place = { skip: first - chunkStart, rows: last - first, target: first - from };
    if (first < last) pieces.push({ chunkIndex, chunkRows, ...place });
    chunkStart += chunkRows;
  });
  return pieces;
}

/** Inline rows arrive as parsed JSON. They are written as JSON again, so that a scanner of chunks can read them. */
export function inlineBytes(manifest: ResultManifest, from: number, to: number): Buffer {
  return Buffer.from(
    manifest.inlineRows
      .slice(from, to)
      .map((row) => JSON.stringify(row))
      .join(','),
  );
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
    private readonly load: (link: string, headers: Readonly<Record<string, string>>) => Promise<Downloaded>,
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
    return await this.load(manifest.chunks[chunkIndex].url, manifest.chunkHeaders);
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
