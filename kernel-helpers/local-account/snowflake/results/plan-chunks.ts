/** Rows `from` (included) to `to` (excluded). */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

export interface ChunkPlan {
  readonly inlineRowsJson: string;
  readonly chunks: readonly RowRange[];
}

const SAMPLE_ROWS = 256;
/** "Small results (< 100 KB) are inline": https://docs.snowflake.com/en/user-guide/querying-persisted-results */
const INLINE_BYTES = 100_000;
const FIRST_CHUNK_BYTES = 256 * 1024;
const GROWTH = 2;

/**
 * Decides which rows travel inside the answer and how the rest is cut into chunks. Each chunk is twice as large as the
 * one before, up to `maxChunkBytes` of text; the service's chunks grow too. Row sizes are guessed from the first rows.
 */
export async function planChunks(
  rowCount: number,
  readJson: (range: RowRange) => Promise<Uint8Array>,
  maxChunkBytes: number,
): Promise<ChunkPlan> {
  const sampleRows = Math.min(rowCount, SAMPLE_ROWS);
  if (sampleRows === 0) return { inlineRowsJson: '', chunks: [] };
  const sample = await readJson({ from: 0, to: sampleRows });
  const rowBytes = sample.length / sampleRows;
  const inlineRows = Math.min(rowCount, Math.max(sampleRows, Math.floor(INLINE_BYTES / rowBytes)));
  const rest = inlineRows > sampleRows ? await readJson({ from: sampleRows, to: inlineRows }) : null;
  const inline = rest === null ? [sample] : [sample, Buffer.from(','), rest];
  return {
    inlineRowsJson: Buffer.concat(inline).toString('utf8'),
    chunks: [...cut(inlineRows, rowCount, rowBytes, maxChunkBytes)],
  };
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
