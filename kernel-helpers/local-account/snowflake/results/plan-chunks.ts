/** Rows `from` (included) to `to` (excluded). */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

export interface ChunkPlan {
  /** The rows from the first that travel inside the answer. */
  readonly inlineRows: number;
  readonly chunks: readonly RowRange[];
}

const SAMPLE_ROWS = 256;
/** "Small results (< 100 KB) are inline": https://docs.snowflake.com/en/user-guide/querying-persisted-results */
const INLINE_BYTES = 100_000;
const FIRST_CHUNK_BYTES = 256 * 1024;
const GROWTH = 2;

/**
 * Decides which rows travel inside the answer and how the rest is cut into chunks. Each chunk is twice as large as the
 * one before, up to `maxChunkBytes`; the service's chunks grow too. Row sizes are guessed from the first rows.
 */
export async function planChunks(
  rowCount: number,
  encode: (range: RowRange) => Promise<Uint8Array>,
  maxChunkBytes: number,
): Promise<ChunkPlan> {
  const sampleRows = Math.min(rowCount, SAMPLE_ROWS);
  if (sampleRows === 0) return { inlineRows: 0, chunks: [] };
  const sample = await encode({ from: 0, to: sampleRows });
  const rowBytes = sample.length / sampleRows;
  const inlineRows = Math.min(rowCount, Math.max(sampleRows, Math.floor(INLINE_BYTES / rowBytes)));
  return { inlineRows, chunks: [...cut(inlineRows, rowCount, rowBytes, maxChunkBytes)] };
}

function* cut(start: number, end: number, rowBytes: number, maxChunkBytes: number): Generator<RowRange> {
  let bytes = Math.min(FIRST_CHUNK_BYTES, maxChunkBytes);
  for (let from = start; from < end; ) {
    const to = Math.min(end, from + Math.max(1, Math.floor(bytes / rowBytes)));
    yield { from, to };
    from = to;
    bytes = Math.min(bytes * GROWTH, maxChunkBytes);
  }
}
