import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { PlatformError } from '../../errors';
import { getWithRetries } from './http-get';

const inflate = promisify(gunzip);

/** Longest wait for one chunk; the largest has 160 MB before compression. */
const TIMEOUT_SECONDS = 120;

/** The download link has expired. A new one is needed; waiting does not help. */
export class ChunkLinkExpired extends PlatformError {}

/** Downloads one chunk and returns its plain JSON bytes. Storage may or may not say that the body is gzip. */
export async function downloadChunk(
  link: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Buffer> {
  const url = new URL(link);
  const { status, body } = await getWithRetries(url, { headers, signal, timeoutSeconds: TIMEOUT_SECONDS });
  if (status === 403) {
    throw new ChunkLinkExpired(
      'The download links of this result have expired (they last 6 hours). Run the query again.',
    );
  }
  if (status !== 200) {
    throw new PlatformError(`${url.host} answered HTTP ${status} for a part of the result. Run the query again.`, {
      facts: { status },
    });
  }
  return isGzip(body) ? await inflate(body) : body;
}

function isGzip(body: Buffer): boolean {
  return body.length >= 2 && body[0] === 0x1f && body[1] === 0x8b;
}
