import { PlatformError } from '../../errors';
import type { GetAnswer } from './http-get';
import { streamWithRetries } from './http-stream';
import { refusedChunk } from './refused-chunk';
import { unpacked } from './unpack';

/** A store that has begun to send does not pause for so long; the network on the way may. */
const SILENCE_SECONDS = 60;

/**
 * Downloads one chunk; its bytes are packed as the store has packed them.
 * @throws ChunkRefused where waiting does not help; new links may.
 */
export async function downloadChunk(
  link: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of packedParts(link, headers, signal)) {
    parts.push(part);
    length += part.length;
  }
  // Memory of its own, so that it can pass to another thread.
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * The plain JSON bytes of one chunk as they come; they are unpacked on a thread of Node's pool. Storage may or may not
 * say that the body is gzip. Whoever stops early ends the download.
 * @throws ChunkRefused where waiting does not help; new links may.
 */
export async function* streamChunk(
  link: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void> {
  yield* unpacked(packedParts(link, headers, signal));
}

/** The bytes as the store sends them. */
function packedParts(
  link: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const url = new URL(link);
  const refuse = (answer: GetAnswer): Error => refusedChunk(url, answer) ?? unreadable(url, answer);
  return streamWithRetries(url, { headers, signal, silenceSeconds: SILENCE_SECONDS, refuse });
}

function unreadable({ host }: URL, { status }: GetAnswer): PlatformError {
  return new PlatformError(`${host} answered HTTP ${status} for a part of the result. Run the query again.`, {
    facts: { status },
    reason: 'unreadable-answer',
  });
}
