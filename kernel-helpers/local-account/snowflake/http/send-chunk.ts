import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { ChunkFault } from '../results/chunk-faults';
import type { Session } from '../session/session';
import type { Service } from './routes';
import { STORE_REFUSALS, type StoreRefusal } from './store-refusals';

/**
 * A chunk, or what S3 answers to an expired or invented link, or the refusal that the account was told to give. What
 * else goes wrong is what the chunk's session asked for.
 */
export async function sendChunk(service: Service, url: URL, response: ServerResponse): Promise<void> {
  const { links, queries, sessions, storeRefusal } = service;
  const [, id = '', number = ''] = /^\/chunks\/([\w-]+)\/(\d+)$/.exec(url.pathname) ?? [];
  const index = Number(number);
  const query = links.isValid(url) ? queries.find(id) : undefined;
  const chunk = query?.outcome?.ok === true ? query.outcome.answer.result.chunks[index] : undefined;
  if (chunk === undefined || storeRefusal !== undefined) return refuse(response, storeRefusal ?? 's3 expired');
  const session = sessions.all().find((one) => one.id === query?.sessionId);
  const fault = session?.faults?.take(index);
  if (session !== undefined && fault !== undefined) return await sendFaulty(response, chunk.file, fault, session);
  await sendFile(response, chunk.file);
}

function refuse(response: ServerResponse, refusal: StoreRefusal): void {
  const { status, contentType, body } = STORE_REFUSALS[refusal];
  response.writeHead(status, { 'content-type': contentType }).end(body);
}

const FILE = { 'content-type': 'application/octet-stream' };
const PACKED_FILE = { ...FILE, 'content-encoding': 'gzip' };

async function sendFile(response: ServerResponse, file: string): Promise<void> {
  const { size } = await stat(file);
  response.writeHead(200, { ...PACKED_FILE, 'content-length': size });
  await pipeline(createReadStream(file), response);
}

async function sendFaulty(response: ServerResponse, file: string, fault: ChunkFault, session: Session): Promise<void> {
  const bytes = await readFile(file);
  const half = bytes.subarray(0, bytes.length >> 1);
  const whole = { ...PACKED_FILE, 'content-length': bytes.length };
  switch (fault.fault) {
    case 'truncated':
      response.writeHead(200, PACKED_FILE).end(half);
      return;
    case 'stalled':
      response.writeHead(200, whole).write(half);
      return;
    case 'reset':
      response.writeHead(200, whole).write(half, () => response.socket?.resetAndDestroy());
      return;
    case 'session expired':
      session.expireToken();
      refuse(response, 's3 expired');
      return;
    case 'expired':
      refuse(response, 's3 expired');
      return;
    case 'gzip without header':
      response.writeHead(200, FILE).end(bytes);
      return;
    case 'header without gzip':
      response.writeHead(200, PACKED_FILE).end(gunzipSync(bytes));
      return;
    case 'corrupt gzip':
      bytes[half.length] ^= 1;
      response.writeHead(200, whole).end(bytes);
      return;
    case 'slow':
      response.writeHead(200, whole);
      await sendSlowly(response, bytes, fault.bytesPerSecond);
      return;
    case 'late':
      await delay(fault.seconds * 1000);
      await sendFile(response, file);
      return;
    case 'busy':
      if (fault.retryAfterSeconds !== undefined) response.setHeader('retry-after', fault.retryAfterSeconds);
      response.writeHead(fault.status).end();
  }
}

const STEPS_A_SECOND = 20;

async function sendSlowly(response: ServerResponse, bytes: Buffer, bytesPerSecond: number): Promise<void> {
  const step = Math.ceil(bytesPerSecond / STEPS_A_SECOND);
  for (let from = 0; from < bytes.length && !response.destroyed; from += step) {
    response.write(bytes.subarray(from, from + step));
    await delay(1000 / STEPS_A_SECOND);
  }
  response.end();
}
