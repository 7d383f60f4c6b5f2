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

/**
 * Stands before the local Snowflake and answers a SELECT the second time as it was answered the first time. The parts of
 * its result are files by then, so a measured client waits for no query.
 */
export async function startReadyMadeAnswers(snowflakeUrl: string): Promise<{ readonly url: string; close(): void }> {
  const answers = new Map<string, Promise<Answer>>();
  const server = createServer((incoming, response) => {
    reply(incoming, response).catch((error: Error) => response.destroy(error));
  });
  const reply = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(incoming);
    const sql = sqlOf(incoming, body);
    const ask = () => forward(snowflakeUrl, incoming, body);
    if (sql === undefined || !/^\s*select\s/i.test(sql)) return send(response, await ask());
    const known = answers.get(sql) ?? ask();
    answers.set(sql, known);
    send(response, await known);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
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

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const { 'transfer-encoding': _, connection: __, ...kept } = headers;
  response.writeHead(status, { ...kept, 'content-length': body.length }).end(body);
}
