import { PlatformError } from '../../errors';
import type { HttpAnswer } from './http-exchange';
import { streamWithRetries } from './http-stream';
import type { ResultChunk } from './manifest';
import { refusedChunk } from './refused-chunk';

/** A store that has begun to send does not pause for so long; the network on the way may. */
const SILENCE_SECONDS = 60;

export interface DownloadOptions {
  readonly signal: AbortSignal;
  /** Is used if it is large enough. */
  readonly memory?: Uint8Array;
  /** The download is made again when no byte has come for so long. @default 60 */
  readonly silenceSeconds?: number;
}

/**
 * Downloads one chunk into memory that all threads see; its bytes are packed as the store has packed them.
 * @throws ChunkRefused where waiting does not help; new links may.
 */
export async function downloadChunk(
  { url, compressedBytes }: ResultChunk,
  headers: Readonly<Record<string, string>>,
  { signal, memory = inSharedMemory(0), silenceSeconds }: DownloadOptions,
): Promise<Uint8Array> {
  let bytes = memory.length < compressedBytes ? inSharedMemory(compressedBytes) : memory;
  let length = 0;
  for await (const part of packedParts(url, headers, signal, silenceSeconds)) {
    if (length + part.length > bytes.length) bytes = larger(bytes, length + part.length);
    bytes.set(part, length);
    length += part.length;
  }
  return bytes.subarray(0, length);
}

function inSharedMemory(bytes: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(bytes));
}

/** Where Snowflake did not tell the size. */
function larger(bytes: Uint8Array, needed: number): Uint8Array {
  const all = inSharedMemory(Math.max(needed, bytes.length * 2));
  all.set(bytes);
  return all;
}

/**
 * The bytes of a chunk as they come, packed as the store has packed them. Whoever stops early ends the download.
 * @throws ChunkRefused where waiting does not help; new links may.
 */
export function packedParts(
  link: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  silenceSeconds = SILENCE_SECONDS,
): AsyncGenerator<Uint8Array, void> {
  const url = new URL(link);
  const refuse = (answer: HttpAnswer): Error => refusedChunk(url, answer) ?? unreadable(url, answer);
  return streamWithRetries(url, { headers, signal, silenceSeconds, refuse });
}

function unreadable({ host }: URL, { status }: HttpAnswer): PlatformError {
  return new PlatformError(`${host} answered HTTP ${status} for a part of the result. Run the query again.`, {
    facts: { status },
    reason: 'unreadable-answer',
  });
}
