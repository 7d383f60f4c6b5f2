import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import type { z } from 'zod';
import { SnowflakeError } from '../snowflake-error';

/** A request that was not understood; HTTP 400, not a SQL error. */
export class BadRequest extends Error {}

/** The body as JSON in the shape that the route expects; drivers send large ones gzipped. Throws BadRequest. */
export async function readJson<T>(request: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  const isGzipped = request.headers['content-encoding'] === 'gzip';
  const bytes = await buffer(isGzipped ? request.pipe(createGunzip()) : request);
  const parsed = schema.safeParse(parseText(bytes.toString('utf8')));
  if (parsed.success) return parsed.data;
  throw new BadRequest(`The request body is not what ${request.url?.split('?')[0]} expects: ${parsed.error.message}`);
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BadRequest('The request body is not JSON.', { cause });
  }
}

/** The token of `Authorization: Snowflake Token="…"`. */
export function tokenOf(request: IncomingMessage): string {
  const [, token] = /^Snowflake Token="([^"]*)"$/.exec(request.headers.authorization ?? '') ?? [];
  if (token === undefined)
    throw new SnowflakeError('390101', '08001', 'Authorization header not found in the request data.');
  return token;
}
