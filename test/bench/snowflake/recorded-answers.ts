import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';
import { z } from 'zod';
import { sendChunk } from './send-chunk';

/** Our client looks a table's mark up while it is read; on this account it would wait for its turn. */
const LOOK_UP = /^show (terse )?tables like /i;

const querySchema = z.object({ sqlText: z.string() });
const chunkSchema = z.looseObject({ url: z.string(), rowCount: z.number(), uncompressedSize: z.number() });
const resultSchema = z.looseObject({
  success: z.literal(true),
  data: z.looseObject({
    queryId: z.string(),
    total: z.number(),
    queryResultFormat: z.string().nullish(),
    chunks: z.array(chunkSchema).default([]),
  }),
});
const progressSchema = z.object({ code: z.enum(['333333', '333334']), data: z.object({ getResultUrl: z.string() }) });

/** The answer to one SELECT, with all its chunks in memory. */
export interface Recording {
  readonly queryId: string;
  readonly format: string;
  readonly rowCount: number;
  /** Each as it is sent, packed. */
  readonly chunks: readonly Buffer[];
  readonly plainBytes: number;
  readonly answer: Buffer;
}

export interface RecordedAnswers {
  readonly url: string;
  /** The SELECTs of this text are answered by one answer: the one that the first of them gets. */
  record(sql: string): void;
  recordingOf(sql: string): Recording | undefined;
  /** Answers SELECTs of this text by a recorded answer whose chunks come again and again, until there are so many rows. */
  prolong(recorded: string, sql: string, rowCount: number): Recording;
  /** Bytes of chunks that were sent so far, also of downloads that the client has ended. */
  sentBytes(): number;
  /** Processor time that this server has used, with the program it runs in. */
  cpuSeconds(): number;
  close(): void;
}

/**
 * Stands before the local Snowflake and plays back the answers to some SELECTs: to every client, in every session, with
 * all chunks from memory. So a client that is measured waits for no query, and every client reads the same bytes.
 * @param everySelect whether it records every SELECT, also those that nobody has named to `record`
 */
export async function startRecordedAnswers(
  snowflakeUrl: string,
  { everySelect = false }: { readonly everySelect?: boolean } = {},
): Promise<RecordedAnswers> {
  let sentBytes = 0;
  const wanted = new Set<string>();
  const isPlayed = (sql: string): boolean =>
    wanted.has(sql) || LOOK_UP.test(sql) || (everySelect && /^select\s/i.test(sql));
  const answers = new Map<string, Promise<Played>>();
  const played = new Map<string, Played>();
  const server = createServer((incoming, response) => {
    reply(incoming, response).catch((error: Error) => response.destroy(error));
  });

  async function reply(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = incoming.url ?? '/';
    const [, queryId, index] = /^\/recorded\/([^/]+)\/(\d+)$/.exec(path) ?? [];
    if (queryId !== undefined) {
      const sent = await sendChunk(response, playedAs(queryId)?.chunks[Number(index)]);
      sentBytes += sent;
      return;
    }
    const [, asked] = /^\/+queries\/+([^/]+)\/result/.exec(path) ?? [];
    const again = asked === undefined ? undefined : playedAs(asked);
    if (again !== undefined) return sendJson(response, again.answer);
    const body = await buffer(incoming);
    const sql = sqlOf(incoming, body);
    if (sql === undefined || !isPlayed(sql)) {
      const { status, headers, body: answer } = await forward(snowflakeUrl, incoming, path, body);
      const { 'transfer-encoding': _, connection: __, ...kept } = headers;
      response.writeHead(status, { ...kept, 'content-length': answer.length }).end(answer);
      return;
    }
    const answer = answers.get(sql) ?? recordAnswer(incoming, body);
    answers.set(sql, answer);
    played.set(sql, await answer);
    sendJson(response, (await answer).answer);
  }

  /** Waits for the answer as a client would, then fetches all chunks. */
  async function recordAnswer(incoming: IncomingMessage, body: Buffer): Promise<Played> {
    let json = await forwardJson(incoming, incoming.url ?? '/', body);
    for (;;) {
      const progress = progressSchema.safeParse(json);
      if (!progress.success) break;
      json = await forwardJson({ method: 'GET', headers: incoming.headers }, progress.data.data.getResultUrl);
    }
    const result = resultSchema.safeParse(json);
    if (!result.success) throw new Error(`There is no result to record: ${JSON.stringify(json).slice(0, 500)}`);
    const chunks: Buffer[] = [];
    for (const { url: link } of result.data.data.chunks)
      chunks.push(await packedAgain((await send(new URL(link), {})).body));
    return play({ result: result.data, chunks, queryId: result.data.data.queryId }, url);
  }

  async function forwardJson(
    incoming: Pick<IncomingMessage, 'method' | 'headers'>,
    path: string,
    body?: Buffer,
  ): Promise<unknown> {
    // A plain answer: the client may have asked for a packed one.
    const headers = { ...incoming.headers, 'accept-encoding': 'identity' };
    return JSON.parse((await forward(snowflakeUrl, { method: incoming.method, headers }, path, body)).body.toString());
  }

  const playedAs = (queryId: string): Played | undefined =>
    [...played.values()].find((recording) => recording.queryId === queryId);

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    record: (sql) => void wanted.add(sql),
    recordingOf: (sql) => played.get(sql),
    prolong: (recorded, sql, rowCount) => {
      const known = played.get(recorded);
      if (known === undefined) throw new Error(`Nothing was recorded for ${recorded}.`);
      const longer = play({ ...known, queryId: randomUUID() }, url, rowCount);
      wanted.add(sql);
      answers.set(sql, Promise.resolve(longer));
      played.set(sql, longer);
      return longer;
    },
    sentBytes: () => sentBytes,
    cpuSeconds: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** What the local Snowflake has answered. */
interface Recorded {
  readonly result: z.infer<typeof resultSchema>;
  readonly chunks: readonly Buffer[];
  readonly queryId: string;
}

type Played = Recorded & Recording;

/** The answer as clients get it, whose links lead to the recorded chunks. */
function play(recorded: Recorded, url: string, wantedRows?: number): Played {
  const { queryId, chunks, result } = recorded;
  const { data } = result;
  const inlineRows = data.total - data.chunks.reduce((rows, chunk) => rows + chunk.rowCount, 0);
  const order = placesOfChunks(data.chunks, inlineRows, wantedRows);
  const played = order.map((place) => ({
    ...data.chunks[place],
    compressedSize: chunks[place].length,
    url: `${url}/recorded/${queryId}/${place}`,
  }));
  const rowCount = played.reduce((rows, chunk) => rows + chunk.rowCount, inlineRows);
  const given = { ...data, queryId, total: rowCount, returned: rowCount, chunks: played };
  return {
    result,
    chunks,
    queryId,
    format: data.queryResultFormat ?? 'json',
    rowCount,
    plainBytes: played.reduce((bytes, { uncompressedSize }) => bytes + uncompressedSize, 0),
    answer: Buffer.from(JSON.stringify({ ...result, data: given })),
  };
}

const gzipAsync = promisify(gzip);

/** The local Snowflake puts chunks into gzip as they are. The service makes them small, and clients unpack them. */
async function packedAgain(body: Buffer): Promise<Buffer> {
  return await gzipAsync(gunzipSync(body), { level: 1 });
}

/** The chunks in the order in which they are played. */
function placesOfChunks(
  chunks: readonly { readonly rowCount: number }[],
  inlineRows: number,
  wantedRows: number | undefined,
): readonly number[] {
  if (wantedRows === undefined || chunks.length === 0) return [...chunks.keys()];
  const order: number[] = [];
  for (let rows = inlineRows, place = 0; rows < wantedRows; place = (place + 1) % chunks.length) {
    order.push(place);
    rows += chunks[place].rowCount;
  }
  return order;
}

function sqlOf({ url = '', headers }: IncomingMessage, body: Buffer): string | undefined {
  if (!url.startsWith('/queries/v1/query-request')) return undefined;
  const text = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  return querySchema.parse(JSON.parse(text.toString())).sqlText.trim();
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

function forward(
  base: string,
  { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  path: string,
  body?: Buffer,
): Promise<Answer> {
  return send(new URL(path, base), { method, headers: { ...headers, host: new URL(base).host } }, body);
}

function send(url: URL, options: { method?: string; headers?: IncomingHttpHeaders }, body?: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, options);
    outgoing.on('error', reject).on('response', (answer) => {
      buffer(answer).then(
        (bytes) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: bytes }),
        reject,
      );
    });
    outgoing.end(body);
  });
}

function sendJson(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
}
