import type { IncomingMessage } from 'node:http';
import { BadRequest } from './bad-request';
import { KeptBytes } from './kept-bytes';

const room = new KeptBytes();

/** Lends the whole body of a request to a function, and gives what that makes of it. */
export function readBody<Result>(
  request: IncomingMessage,
  maxBytes: number,
  read: (body: Buffer) => Result,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    request.on('data', (part: Buffer) => {
      length += part.length;
      if (length <= maxBytes) {
        parts.push(part);
        return;
      }
      // The rest is read and dropped, so that the client gets the answer.
      parts.length = 0;
      reject(
        new BadRequest(`The body is larger than ${maxBytes} bytes.`, {
          status: 413,
          advice: 'Send fewer rows at once.',
        }),
      );
    });
    request.on('end', () => {
      try {
        resolve(read(joined(parts, length)));
      } catch (error) {
        reject(error);
      }
    });
    request.on('error', reject);
  });
}

function joined(parts: readonly Buffer[], length: number): Buffer {
  if (parts.length === 1) return parts[0];
  const bytes = room.take(length);
  let at = 0;
  for (const part of parts) at += part.copy(bytes, at);
  return bytes.subarray(0, at);
}
