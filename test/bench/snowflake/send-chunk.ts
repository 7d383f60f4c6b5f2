import type { ServerResponse } from 'node:http';

/**
 * As Snowflake's stores send chunks: packed, and they say so. Returns the bytes that went out: fewer than all where the
 * client ended the download.
 */
export async function sendChunk(response: ServerResponse, body: Buffer | undefined): Promise<number> {
  if (body === undefined) {
    response.writeHead(404).end();
    return 0;
  }
  const type = { 'content-type': 'application/octet-stream', 'content-encoding': 'gzip' };
  response.writeHead(200, { ...type, 'content-length': body.length });
  let sent = 0;
  for (; sent < body.length && !response.destroyed; sent += SLICE_BYTES)
    if (!response.write(body.subarray(sent, sent + SLICE_BYTES))) await drained(response);
  response.end();
  return Math.min(sent, body.length);
}

/** Small, so that little lies in buffers when a client ends its download. */
const SLICE_BYTES = 64 * 1024;

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      response.off('drain', end).off('close', end);
      resolve();
    };
    response.on('drain', end).on('close', end);
  });
}
