import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { PlatformError } from '../../errors';
import { getWithRetries } from './http-get';
import { refusedChunk } from './refused-chunk';

const inflate = promisify(gunzip);

/** A store that has begun to send does not pause for so long; the network on the way may. */
const SILENCE_SECONDS = 60;

/**
 * Downloads one chunk and returns its plain JSON bytes. Storage may or may not say that the body is gzip.
 * @throws ChunkRefused where waiting does not help; new links may.
 */
export async function downloadChunk(
  link: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Buffer> {
  const url = new URL(link);
  const answer = await getWithRetries(url, { headers, signal, silenceSeconds: SILENCE_SECONDS });
  const { status, body } = answer;
  const refused = refusedChunk(url, answer);
  if (refused !== undefined) throw refused;
  if (status !== 200) {
    throw new PlatformError(`${url.host} answered HTTP ${status} for a part of the result. Run the query again.`, {
      facts: { status },
      reason: 'unreadable-answer',
    });
  }
  return isGzip(body) ? await inflate(body) : body;
}

function isGzip(body: Buffer): boolean {
  return body.length >= 2 && body[0] === 0x1f && body[1] === 0x8b;
}
