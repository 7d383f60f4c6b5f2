import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { messageOf } from 'kernel-helpers/errors';
import { BodyTooLarge } from '../../read-body';
import { BadRequest } from './read-request';
import { receiveUpload } from './receive-upload';
import { answerRequest, type Service } from './routes';
import { STORE_REFUSALS } from './store-refusals';

/** Answers one request. An unexpected error becomes HTTP 400 with a text: drivers would retry HTTP 500 for minutes. */
export async function serve(service: Service, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (service.login.clockAheadSeconds !== 0) response.setHeader('date', dateOf(service));
  try {
    const url = addressOf(request);
    if (url.pathname.startsWith('/chunks/')) return await sendChunk(service, url, response);
    if (url.pathname.startsWith('/uploads/')) return await receiveUpload(service, request, url, response);
    const answer = await answerRequest(service, request, url);
    if (answer === undefined) return sendText(response, 404, `No such route: ${request.method} ${url.pathname}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end(answer.json);
  } catch (error) {
    if (response.headersSent) return void response.destroy();
    const message = messageOf(error);
    // Drivers do not retry 413, just as they do not retry 400.
    if (error instanceof BodyTooLarge) return sendText(response.setHeader('connection', 'close'), 413, message);
    sendText(response, 400, error instanceof BadRequest ? message : `The local Snowflake failed: ${message}`);
  }
}

/** The requested URL. Slashes in a row count as one, as on the service: connector 5.2 asks for `/queries//ID`. */
function addressOf({ url = '/' }: IncomingMessage): URL {
  const address = new URL(`http://127.0.0.1${url}`);
  address.pathname = address.pathname.replace(/\/{2,}/g, '/');
  return address;
}

function dateOf({ login }: Service): string {
  return new Date(Date.now() + login.clockAheadSeconds * 1000).toUTCString();
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}

/** A chunk, or what S3 answers to an expired or invented link, or the refusal that the account was told to give. */
async function sendChunk({ links, queries, storeRefusal }: Service, url: URL, response: ServerResponse): Promise<void> {
  const [, id = '', number = ''] = /^\/chunks\/([\w-]+)\/(\d+)$/.exec(url.pathname) ?? [];
  const index = Number(number);
  const outcome = links.isValid(url) ? queries.find(id)?.outcome : undefined;
  const chunk = outcome?.ok === true ? outcome.answer.result.chunks[index] : undefined;
  if (chunk === undefined || storeRefusal !== undefined) {
    const { status, contentType, body } = STORE_REFUSALS[storeRefusal ?? 's3 expired'];
    response.writeHead(status, { 'content-type': contentType }).end(body);
    return;
  }
  const { size } = await stat(chunk.file);
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-encoding': 'gzip',
    'content-length': size,
  });
  await pipeline(createReadStream(chunk.file), response);
}
