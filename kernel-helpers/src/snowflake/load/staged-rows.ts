import { rm } from 'node:fs/promises';
import { isPlatformError, PlatformError } from '../../errors';
import type { Session } from '../session/session';
import { quoteText } from '../statement/identifiers';
import { withTemporaryFolder } from './load-folder';
import type { LoadColumn } from './load-plan';
import { type ParquetPart, ParquetParts } from './parquet-parts';
import { Uploads } from './uploads';

/** How long a file may take: a minute, and more for a large one on the slowest network that makes sense. */
const QUICK_SECONDS = 60;
const SLOWEST_BYTES_PER_SECOND = 32 * 1024;

export interface LoadProgress {
  /** Rows that are at Snowflake; they are in the table only when the load has ended. */
  readonly rowsSent: number;
  /** Rows of the whole load; undefined while rows still come from an iterable. */
  readonly rowCount?: number;
  /** Parquet bytes that were sent. */
  readonly bytesSent: number;
  /** How long sending will still take at this pace; undefined while `rowCount` is. */
  readonly secondsLeft?: number;
}

export interface StageTarget {
  readonly session: Pick<Session, 'transferFiles' | 'surroundings'>;
  /** The stage's name as SQL. */
  readonly stage: string;
  readonly signal: AbortSignal;
  /** Rows of all batches, where they are known. */
  readonly rowCount?: number;
  readonly onProgress?: (progress: LoadProgress) => void;
}

/** Rows on their way: columns of one length. */
export interface RowBatch {
  readonly columns: readonly LoadColumn[];
  readonly rowCount: number;
}

export interface SentRows {
  readonly rows: number;
  readonly bytes: number;
  readonly parts: number;
}

/** Sends rows to a stage as Parquet files of good size. Earlier files are sent while later ones are written. */
export async function sendToStage(batches: AsyncIterable<RowBatch>, target: StageTarget): Promise<SentRows> {
  const { signal, session, rowCount, onProgress } = target;
  const startedAt = performance.now();
  let sent: SentRows = { rows: 0, bytes: 0, parts: 0 };
  const tell = (whole: number | undefined): void => {
    const seconds = (performance.now() - startedAt) / 1000;
    const rest =
      whole === undefined || sent.rows === 0 ? {} : { secondsLeft: (seconds * (whole - sent.rows)) / sent.rows };
    onProgress?.({
      rowsSent: sent.rows,
      ...(whole !== undefined && { rowCount: whole }),
      bytesSent: sent.bytes,
      ...rest,
    });
  };
  await withTemporaryFolder(async (folder) => {
    const parts = new ParquetParts(folder, session.surroundings.protect);
    const uploads = new Uploads(async (part: ParquetPart) => {
      signal.throwIfAborted();
      await put(part, target);
      await rm(part.path);
      sent = { rows: sent.rows + part.rows, bytes: sent.bytes + part.bytes, parts: sent.parts + 1 };
      tell(rowCount);
    });
    try {
      for await (const { columns, rowCount: rows } of batches) {
        for await (const part of parts.add(columns, rows)) await uploads.begin(part);
        signal.throwIfAborted();
      }
      for await (const part of parts.end()) await uploads.begin(part);
    } finally {
      await parts.close();
      await uploads.end();
    }
    if (rowCount === undefined) tell(sent.rows);
  });
  return sent;
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
