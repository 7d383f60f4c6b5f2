import { join } from 'node:path';
import { isPlatformError, PlatformError } from '../../errors';
import { forEachInWindow } from '../for-each-in-window';
import type { Session } from '../session/session';
import { quoteText } from '../statement/identifiers';
import type { LoadColumn } from './load-plan';
import { cutIntoParts, type ParquetPart, withTemporaryFolder, writePart } from './parquet-parts';

/** How long a file may take: a minute, and more for a large one on the slowest network that makes sense. */
const QUICK_SECONDS = 60;
const SLOWEST_BYTES_PER_SECOND = 32 * 1024;

/** Files that are sent at the same time. */
const CONCURRENT_UPLOADS = 4;

export interface LoadProgress {
  readonly rowsSent: number;
  readonly rowCount: number;
}

export interface StageTarget {
  readonly session: Pick<Session, 'transferFiles' | 'surroundings'>;
  /** The stage's name as SQL. */
  readonly stage: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: LoadProgress) => void;
}

/** Sends the rows to a stage as Parquet files of good size, several at a time, and deletes the local files. */
export async function sendToStage(
  columns: readonly LoadColumn[],
  rowCount: number,
  target: StageTarget,
): Promise<readonly ParquetPart[]> {
  const parts: ParquetPart[] = [];
  let rowsSent = 0;
  const { protect } = target.session.surroundings;
  await withTemporaryFolder(async (folder) => {
    const ranges = [...cutIntoParts(columns, rowCount).entries()];
    await forEachInWindow(ranges, CONCURRENT_UPLOADS, async ([index, range]) => {
      target.signal.throwIfAborted();
      const part = await writePart(columns, range, join(folder, `part-${index}.parquet`), protect);
      await put(part, target);
      parts.push(part);
      rowsSent += part.rows;
      target.onProgress?.({ rowsSent, rowCount });
    });
  });
  return parts;
}

/** The driver's own detection of compressed files is broken for Parquet, so PUT tells it to leave the file as it is. */
async function put(part: ParquetPart, { session, stage, signal }: StageTarget): Promise<void> {
  const sqlText = `put ${quoteText(`file://${part.path}`)} @${stage} auto_compress = false overwrite = true`;
  const deadlineSeconds = QUICK_SECONDS + part.bytes / SLOWEST_BYTES_PER_SECOND;
  const files = await session.transferFiles({ sqlText, signal, deadlineSeconds }).catch((error: unknown) => {
    if (!isPlatformError(error) || error.facts.late !== true) throw error;
    throw new PlatformError(lateMessage(part.bytes, deadlineSeconds), { cause: error });
  });
  const failed = files.find((file) => file.status !== 'UPLOADED');
  if (files.length === 1 && failed === undefined) return;
  throw new PlatformError(
    `A file of ${part.bytes} bytes did not reach Snowflake's stage (${String(failed?.message ?? 'no file was sent')}). Try again.`,
  );
}

function lateMessage(bytes: number, seconds: number): string {
  return (
    `A file of ${bytes} bytes did not reach Snowflake's stage within ${Math.round(seconds)} seconds, and nothing was loaded. ` +
    'The network is too slow, or Snowflake took its permission for the stage back meanwhile. Try again.'
  );
}
