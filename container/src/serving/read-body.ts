import type { IncomingMessage } from 'node:http';
import { BadRequest } from './bad-request';

/** The whole body of a request. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
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
    request.on('end', () => resolve(parts.length === 1 ? parts[0] : Buffer.concat(parts)));
    request.on('error', reject);
  });
}
