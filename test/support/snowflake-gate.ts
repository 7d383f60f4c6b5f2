import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { type Gate, startGate } from './gate';

/** A gate in front of a Snowflake account. A statement's SQL names it; requests to cancel one always go through. */
export function startSnowflakeGate(url: string): Promise<Gate> {
  return startGate({
    url,
    textOf: (request, body) => (isStatement(request) ? sqlTextOf(request, body) : (request.url ?? '/')),
  });
}

function isStatement({ url }: IncomingMessage): boolean {
  return url?.startsWith('/queries/v1/query-request') === true;
}

function sqlTextOf({ headers }: IncomingMessage, body: Buffer): string {
  const text = (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8');
  return z.object({ sqlText: z.string() }).parse(JSON.parse(text)).sqlText;
}
