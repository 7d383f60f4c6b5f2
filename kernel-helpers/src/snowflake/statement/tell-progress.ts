import { countOf } from '../../render/format-value';
import type { Surroundings } from '../../surroundings';
import type { ResultManifest } from '../result/manifest';
import type { ReadProgress } from '../result/read-pieces';
import { overlappingPieces } from '../result/result-pieces';

/** A page need not show more often how far a read is. */
const EVERY_MILLISECONDS = 250;

/** How long a read must have lasted before its time says something about the rest. */
const ESTIMATE_AFTER_MILLISECONDS = 1000;

const BYTES_PER_MEGABYTE = 1024 * 1024;

/** Tells how far the read of some rows has come: how many rows, how many megabytes, and about how long it will last. */
export function tellProgress(
  manifest: ResultManifest,
  { from, to }: { readonly from: number; readonly to: number },
  { progress }: Pick<Surroundings, 'progress'>,
  now: () => number = Date.now,
): { report(progress: ReadProgress): void; close(): void } {
  const rows = to - from;
  const pieces = overlappingPieces(manifest, from, to);
  // All rows came with the answer.
  if (pieces.length === 0) return { report: () => undefined, close: () => undefined };
  const packedBytes = pieces.reduce((sum, { chunkIndex }) => sum + manifest.chunks[chunkIndex].compressedBytes, 0);
  const line = progress(`Reading ${countOf(rows, 'row')}`);
  const begun = now();
  let told = Number.NEGATIVE_INFINITY;
  return {
    report: ({ rowsRead, packedBytesRead }) => {
      const at = now();
      if (at - told < EVERY_MILLISECONDS) return;
      told = at;
      const bytes = packedBytes === 0 ? [] : [`${megabytes(packedBytesRead)} of ${megabytes(packedBytes)} MB`];
      line.report([`${countOf(rowsRead, 'row')} read`, ...bytes, ...timeLeft(at - begun, rowsRead / rows)].join(', '));
    },
    close: () => line.close(),
  };
}

/** The same for rows that are read part by part: from when the first part is asked for until the read ends. */
export async function* tellingProgress<Part>(
  begin: () => ReturnType<typeof tellProgress>,
  read: (onProgress: (progress: ReadProgress) => void) => AsyncIterable<Part>,
): AsyncGenerator<Part, void, undefined> {
  const progress = begin();
  try {
    yield* read(progress.report);
  } finally {
    progress.close();
  }
}

/** The rest takes as long for each row as what has been read. */
function timeLeft(milliseconds: number, share: number): readonly string[] {
  if (milliseconds < ESTIMATE_AFTER_MILLISECONDS || share <= 0 || share >= 1) return [];
  const seconds = Math.ceil((milliseconds * (1 - share)) / share / 1000);
  const shown = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} minutes`;
  return [`about ${shown} left`];
}

function megabytes(bytes: number): string {
  return (bytes / BYTES_PER_MEGABYTE).toFixed(1);
}
