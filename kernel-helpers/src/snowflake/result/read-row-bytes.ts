import { downloadChunk } from './download-chunk';
import type { ResultManifest } from './manifest';
import { ChunkLinks, checkRange, inlineBytes, overlappingPieces } from './result-pieces';

export interface ReadRowBytesOptions {
  /** First row, counted from 0. */
  readonly from: number;
  /** Row after the last. */
  readonly to: number;
  readonly signal: AbortSignal;
}

/** Wanted rows as JSON text, `["1","a"],["2",null]`: `rows` rows after the first `skip`. */
export interface RowBytes {
  readonly parts: AsyncIterable<Buffer> | Iterable<Buffer>;
  readonly skip: number;
  readonly rows: number;
  /** True if nothing may follow them. */
  readonly isToEnd: boolean;
}

/** Chunks that are downloaded ahead of the one that is read. */
const AHEAD = 2;

/**
 * Reads the bytes of rows `from` to `to` of a result in their order. Only the chunks that hold such rows are downloaded,
 * and only a few of them are in memory at any time.
 */
export async function* readRowBytes(
  manifest: ResultManifest,
  { from, to, signal }: ReadRowBytesOptions,
): AsyncGenerator<RowBytes, void> {
  checkRange(manifest, from, to);
  const inline = inlineBytes(manifest, from, to);
  if (inline.length > 0) {
    yield { parts: [inline], skip: 0, rows: Math.min(to, manifest.inlineRows.length) - from, isToEnd: true };
  }
  const links = new ChunkLinks(manifest, (link, headers) => downloadChunk(link, headers, signal));
  const pieces = overlappingPieces(manifest, from, to);
  const downloads: Promise<Buffer>[] = [];
  for (const [index, { skip, rows, chunkRows }] of pieces.entries()) {
    for (const piece of pieces.slice(downloads.length, index + AHEAD + 1)) {
      const download = links.download(piece.chunkIndex);
      // Whoever reads that chunk learns of the failure; until then nobody listens.
      download.catch(() => undefined);
      downloads.push(download);
    }
    const bytes = await downloads[index];
    delete downloads[index];
    signal.throwIfAborted();
    yield { parts: [bytes], skip, rows, isToEnd: skip + rows === chunkRows };
  }
}
