import type { IncomingMessage } from 'node:http';
import { BadRequest } from './bad-request';

/** The whole body of a request as text. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > maxBytes) {
      throw new BadRequest(`The body is larger than ${maxBytes} bytes.`, {
        status: 413,
        advice: 'Send fewer rows at once.',
      });
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
