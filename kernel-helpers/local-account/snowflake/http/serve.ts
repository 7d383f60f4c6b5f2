import type { IncomingMessage, ServerResponse } from 'node:http';
import { messageOf } from 'kernel-helpers/errors';
import { BodyTooLarge } from '../../read-body';
import { BadRequest } from './read-request';
import { receiveUpload } from './receive-upload';
import { answerRequest, type Service } from './routes';
import { sendChunk } from './send-chunk';

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
