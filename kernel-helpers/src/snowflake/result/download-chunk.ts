import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { PlatformError } from '../../errors';
import type { GetAnswer } from './http-get';
import { streamWithRetries } from './http-stream';
import { refusedChunk } from './refused-chunk';

/** A store that has begun to send does not pause for so long; the network on the way may. */
const SILENCE_SECONDS = 60;

/** What is unpacked at a time: small enough for the processor's cache. */
const UNPACKED_BYTES = 256 * 1024;

/**
 * Downloads one chunk and returns its plain JSON bytes.
 * @throws ChunkRefused where waiting does not help; new links may.
 */
export async function downloadChunk(
  link: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of streamChunk(link, headers, signal)) parts.push(part);
  return Buffer.concat(parts);
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
  const url = new URL(link);
  const refuse = (answer: GetAnswer): Error => refusedChunk(url, answer) ?? unreadable(url, answer);
  const packed = streamWithRetries(url, { headers, signal, silenceSeconds: SILENCE_SECONDS, refuse });
  const first = await packed.next();
  if (first.done) return;
  const all = after(first.value, packed);
  if (!isGzip(first.value)) yield* all;
  else yield* unpack(all);
}

async function* after(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  yield asBuffer(first);
  for await (const part of rest) yield asBuffer(part);
}

async function* unpack(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const gunzip = createGunzip({ chunkSize: UNPACKED_BYTES });
  const ending = pipeline(packed, gunzip);
  // Whoever reads learns of the failure from `gunzip`, or does not read to the end.
  ending.catch(() => undefined);
  try {
    yield* gunzip as AsyncIterable<Buffer>;
    await ending;
  } finally {
    gunzip.destroy();
  }
}

function unreadable({ host }: URL, { status }: GetAnswer): PlatformError {
  return new PlatformError(`${host} answered HTTP ${status} for a part of the result. Run the query again.`, {
    facts: { status },
    reason: 'unreadable-answer',
  });
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function asBuffer({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}
