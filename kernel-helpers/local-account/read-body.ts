import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** A request's body is larger than the server takes. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';

  constructor(readonly mostBytes: number) {
    super(`The request's body is larger than ${mostBytes} bytes.`);
  }
}

/**
 * Reads a body of at most `mostBytes`. A gzipped body is counted after inflating, so a small one cannot grow large.
 * @throws BodyTooLarge; the request stays open, so that it can be answered.
 */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  if (request.headers['content-encoding'] !== 'gzip') return readAtMost(request, mostBytes);
  const gunzip = createGunzip();
  try {
    return await readAtMost(request.pipe(gunzip), mostBytes);
  } finally {
    request.unpipe(gunzip);
    gunzip.destroy();
    // Reads the rest of the body and throws it away, because a client reads no answer while it is still sending.
    request.resume();
  }
}

async function readAtMost(stream: Readable, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > mostBytes) {
      stream.resume();
      throw new BodyTooLarge(mostBytes);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
