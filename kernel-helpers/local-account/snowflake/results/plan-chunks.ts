/** Rows `from` (included) to `to` (excluded). */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Gives the rows of neighbouring ranges, each as its chunk holds them. */
export type Encode = (ranges: readonly RowRange[]) => Promise<readonly Uint8Array[]>;

export interface ChunkPlan {
  /** The rows from the first that travel inside the answer. */
  readonly inlineRows: number;
  /** These rows, as a chunk holds its rows; undefined where there are none. */
  readonly inline?: Uint8Array;
  /** By window: the chunks of one are made together. */
  readonly windows: readonly (readonly RowRange[])[];
}

const SAMPLE_ROWS = 256;
/** "Small results (< 100 KB) are inline": https://docs.snowflake.com/en/user-guide/querying-persisted-results */
const INLINE_BYTES = 100_000;
const FIRST_CHUNK_BYTES = 256 * 1024;
const GROWTH = 2;
/** About as much text as lies in memory at a time, twice: the one window is made while the one before is written. */
const WINDOW_BYTES = 64 * 1024 * 1024;

/**
 * Decides which rows travel inside the answer and how the rest is cut into chunks. Each chunk is twice as large as the
 * one before, up to `maxChunkBytes`; the service's chunks grow too. Row sizes are guessed from the first rows.
 */
export async function planChunks(rowCount: number, encode: Encode, maxChunkBytes: number): Promise<ChunkPlan> {
  const sampleRows = Math.min(rowCount, SAMPLE_ROWS);
  if (sampleRows === 0) return { inlineRows: 0, windows: [] };
  const [sample] = await encode([{ from: 0, to: sampleRows }]);
  const rowBytes = sample.length / sampleRows;
  const inlineRows = Math.min(rowCount, Math.max(sampleRows, Math.floor(INLINE_BYTES / rowBytes)));
  const [inline] = inlineRows === sampleRows ? [sample] : await encode([{ from: 0, to: inlineRows }]);
  const chunks = [...cut(inlineRows, rowCount, rowBytes, maxChunkBytes)];
  return { inlineRows, inline, windows: [...windowsOf(chunks, Math.floor(WINDOW_BYTES / rowBytes))] };
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

/** Neighbours of together at most so many rows; a larger one stands alone. */
function* windowsOf(chunks: readonly RowRange[], mostRows: number): Generator<readonly RowRange[]> {
  let window: RowRange[] = [];
  for (const chunk of chunks) {
    if (window.length > 0 && chunk.to - window[0].from > mostRows) {
      yield window;
      window = [];
    }
    window.push(chunk);
  }
  if (window.length > 0) yield window;
}
