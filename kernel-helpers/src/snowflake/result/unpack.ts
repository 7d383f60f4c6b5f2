import { pipeline } from 'node:stream/promises';
import { createGunzip, gunzipSync } from 'node:zlib';
import { errorCode } from '../../error-code';
import { messageOf, PlatformError } from '../../errors';
import type { ByteParts } from './piece-decoder';

/** What is unpacked at a time: small enough for the processor's cache. */
const UNPACKED_BYTES = 256 * 1024;
/** Larger than every chunk that Snowflake writes. */
const MOST_IN_ONE_PIECE = 256 * 1024 * 1024;
/** Its head and its end (RFC 1952). */
const SHORTEST_GZIP = 18;

/**
 * The plain bytes of what came packed or not; stores may or may not say that a body is gzip. They are unpacked on a
 * thread of Node's pool.
 */
export async function* unpacked(bytes: ByteParts): AsyncGenerator<Buffer, void> {
  const parts = Symbol.asyncIterator in bytes ? bytes[Symbol.asyncIterator]() : bytes[Symbol.iterator]();
  const first = await parts.next();
  if (first.done) return;
  const all = after(first.value, parts);
  if (!isGzip(first.value)) yield* all;
  else yield* unpack(all);
}

/** All plain bytes at once, in memory of their own; unpacked on this thread. */
export async function unpackedWhole(parts: ByteParts): Promise<Uint8Array> {
  const packed: Uint8Array[] = [];
  for await (const part of parts) packed.push(part);
  const whole = packed.length === 1 ? packed[0] : Buffer.concat(packed);
  if (!isGzip(whole)) return new Uint8Array(whole);
  const { buffer, byteOffset, length } = unpackAtOnce(whole);
  return byteOffset % 8 === 0
    ? new Uint8Array(buffer, byteOffset, length)
    : new Uint8Array(buffer.slice(byteOffset, byteOffset + length));
}

function unpackAtOnce(gzip: Uint8Array): Buffer<ArrayBuffer> {
  try {
    return gunzipSync(gzip, { chunkSize: saidSize(gzip) });
  } catch (error) {
    throw explained(error);
  }
}

/**
 * The end of a gzip file says how long its content is (RFC 1952, ISIZE), so that all of it is unpacked into one piece.
 * With one byte more: Node takes a new piece as soon as one is full.
 */
function saidSize(gzip: Uint8Array): number {
  if (gzip.length < SHORTEST_GZIP) return UNPACKED_BYTES;
  const said = new DataView(gzip.buffer, gzip.byteOffset + gzip.length - 4, 4).getUint32(0, true);
  return Math.min(Math.max(said + 1, UNPACKED_BYTES), MOST_IN_ONE_PIECE);
}

async function* after(
  first: Uint8Array,
  rest: AsyncIterator<Uint8Array> | Iterator<Uint8Array>,
): AsyncGenerator<Buffer, void> {
  try {
    yield asBuffer(first);
    for (;;) {
      const part = await rest.next();
      if (part.done) return;
      yield asBuffer(part.value);
    }
  } finally {
    await rest.return?.();
  }
}

async function* unpack(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const gunzip = createGunzip({ chunkSize: UNPACKED_BYTES });
  const ending = pipeline(packed, gunzip);
  // Whoever reads learns of the failure from `gunzip`, or does not read to the end.
  ending.catch(() => undefined);
  try {
    yield* gunzip as AsyncIterable<Buffer>;
    await ending;
  } catch (error) {
    throw explained(error);
  } finally {
    gunzip.destroy();
  }
}

function explained(error: unknown): unknown {
  if (!errorCode(error)?.startsWith('Z_')) return error;
  return new PlatformError(
    `A part of Snowflake's result is damaged: it cannot be unpacked (${messageOf(error)}). Run the query again.`,
    { cause: error, reason: 'unreadable-answer' },
  );
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function asBuffer({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}
