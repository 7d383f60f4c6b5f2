import { createServer, type IncomingMessage, type OutgoingHttpHeaders, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

const query = z.object({ sqlText: z.string() });

interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

export interface ReadyMadeAnswers {
  readonly url: string;
  /** Bytes of results' files that were sent so far; only those that come through here. */
  readonly chunkBytes: () => number;
  close(): void;
}

/**
 * Stands before the local Snowflake and answers a SELECT the second time as it was answered the first time. The parts of
 * its result are files by then, so a measured client waits for no query.
 * @param withChunks clients get those files, too, through here, so that their bytes are counted
 */
export async function startReadyMadeAnswers(
  snowflakeUrl: string,
  { withChunks = false }: { readonly withChunks?: boolean } = {},
): Promise<ReadyMadeAnswers> {
  let chunkBytes = 0;
  const answers = new Map<string, Promise<Answer>>();
  const server = createServer((incoming, response) => {
    reply(incoming, response).catch((error: Error) => response.destroy(error));
  });
  // Also an answer of later: a client asks again for the result of a query that takes long.
  const answer = (response: ServerResponse, given: Answer): void =>
    send(response, withChunks ? throughHere(given, snowflakeUrl, url) : given);
  const reply = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (incoming.url?.startsWith('/chunks/')) {
      const sent = await passOn(snowflakeUrl, incoming, response);
      chunkBytes += sent;
      return;
    }
    const body = await buffer(incoming);
    const sql = sqlOf(incoming, body);
    const ask = () => forward(snowflakeUrl, incoming, body);
    if (sql === undefined || !/^\s*select\s/i.test(sql)) return answer(response, await ask());
    const known = answers.get(sql) ?? ask();
    answers.set(sql, known);
    answer(response, await known);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    chunkBytes: () => chunkBytes,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function sqlOf({ url = '', headers }: IncomingMessage, body: Buffer): string | undefined {
  if (!url.startsWith('/queries/v1/query-request')) return undefined;
  const text = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  return query.parse(JSON.parse(text.toString())).sqlText;
}

function forward(base: string, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(url ?? '/', base), { method, headers: { ...headers, host: new URL(base).host } });
    outgoing.on('error', reject).on('response', (answer) => {
      buffer(answer).then(
        (bytes) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: bytes }),
        reject,
      );
    });
    outgoing.end(body);
  });
}

/** Passes a file on as it comes. Returns the bytes that went out: fewer than all where the client ended the download. */
function passOn(base: string, { url = '/' }: IncomingMessage, response: ServerResponse): Promise<number> {
  return new Promise((resolve, reject) => {
    let sent = 0;
    const outgoing = request(new URL(url, base));
    outgoing.on('error', reject).on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers).on('close', () => {
        outgoing.destroy();
        resolve(sent);
      });
      answer.on('data', (part: Buffer) => {
        sent += part.length;
      });
      answer.on('error', reject).pipe(response);
    });
    outgoing.end();
  });
}

/** The links of a result name the server that was asked. */
function throughHere({ body, ...answer }: Answer, from: string, to: string): Answer {
  return { ...answer, body: Buffer.from(body.toString().replaceAll(`${from}/chunks/`, `${to}/chunks/`)) };
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const { 'transfer-encoding': _, connection: __, ...kept } = headers;
  response.writeHead(status, { ...kept, 'content-length': body.length }).end(body);
}
