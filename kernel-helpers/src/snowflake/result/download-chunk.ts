import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { backOff } from 'exponential-backoff';
import { PlatformError } from '../../errors';

const inflate = promisify(gunzip);

/** Longest wait for one chunk; the largest has 160 MB before compression. */
const TIMEOUT_SECONDS = 120;
const ATTEMPTS = 6;

/** The download link has run out; a new one has to be asked for. Waiting does not help. */
export class ChunkLinkExpired extends PlatformError {}

class ChunkUnavailable extends PlatformError {}

/** Downloads one chunk and returns its plain JSON bytes. Storage may or may not say that the body is gzip. */
export async function downloadChunk(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Buffer> {
  const body = await backOff(() => download(url, headers, signal), {
    numOfAttempts: ATTEMPTS,
    startingDelay: 100,
    maxDelay: 5000,
    jitter: 'full',
    retry: (error) => error instanceof ChunkUnavailable && !signal.aborted,
  });
  return isGzip(body) ? await inflate(body) : body;
}

async function download(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Buffer> {
  signal.throwIfAborted();
  const deadline = AbortSignal.timeout(TIMEOUT_SECONDS * 1000);
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.any([signal, deadline]) });
    if (response.ok) return Buffer.from(await response.arrayBuffer());
    await response.body?.cancel();
    throw failureOf(response.status, url);
  } catch (error) {
    if (signal.aborted || error instanceof PlatformError) throw error;
    throw new ChunkUnavailable(
      `A part of the result could not be downloaded from ${hostOf(url)}. Check the network and run it again.`,
      {
        cause: error,
      },
    );
  }
}

function failureOf(status: number, url: string): PlatformError {
  if (status === 403) {
    return new ChunkLinkExpired(
      'The download links of this result have expired (they last 6 hours). Run the query again.',
    );
  }
  const message = `${hostOf(url)} answered HTTP ${status} for a part of the result. Run the query again.`;
  const isTransient = status === 408 || status === 429 || status >= 500;
  return isTransient
    ? new ChunkUnavailable(message, { facts: { status } })
    : new PlatformError(message, { facts: { status } });
}

/** The rest of the URL is a signature that opens the data. */
function hostOf(url: string): string {
  return new URL(url).host;
}

function isGzip(body: Buffer): boolean {
  return body.length >= 2 && body[0] === 0x1f && body[1] === 0x8b;
}
