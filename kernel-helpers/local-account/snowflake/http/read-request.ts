import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { readBody } from '../../read-body';
import { SnowflakeError } from '../snowflake-error';

/** The server does not understand the request. The answer is HTTP 400, not a SQL error. */
export class BadRequest extends Error {}

/** Small, since a login holds only a user and some parameters, and anybody may send one. */
export const MOST_LOGIN_BYTES = 1024 * 1024;
/** Large, since arrays of bound values travel inside the request. */
const MOST_BYTES = 256 * 1024 * 1024;

/** The body as JSON in the shape that the route expects; drivers gzip large ones. Throws BadRequest or BodyTooLarge. */
export async function readJson<T>(
  request: IncomingMessage,
  schema: z.ZodType<T>,
  mostBytes: number = MOST_BYTES,
): Promise<T> {
  const bytes = await readBody(request, mostBytes);
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
