import { createServer, type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

/** Where on its way a statement is held: before Snowflake has it, after it is done, or when its result is asked for. */
export type Moment = 'before it is run' | 'after it is done' | 'when its result is read';

/** One statement that is being held, or will be. */
export interface Held {
  /** Fulfilled when the statement has come to the moment. */
  readonly reached: Promise<void>;
  /** Lets it go on. */
  release(): void;
}

export interface SnowflakeGate {
  readonly url: string;
  /** Holds the next statement that contains a text. Everything else goes through, requests to cancel too. */
  hold(sqlText: string, moment: Moment): Held;
  close(): Promise<void>;
}

interface Hold extends Held {
  readonly sqlText: string;
  readonly moment: Moment;
  pass(): Promise<void>;
}

/** A server before a Snowflake account that can stop the time for one statement, so that a test can choose the moment. */
export async function startSnowflakeGate(accountUrl: string): Promise<SnowflakeGate> {
  let holds: readonly Hold[] = [];
  const resultsToHold = new Map<string, Hold>();

  const take = (sqlText: string): Hold | undefined => {
    const found = holds.find((hold) => sqlText.includes(hold.sqlText));
    holds = holds.filter((hold) => hold !== found);
    return found;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    const path = request.url ?? '/';
    const hold = path.startsWith('/queries/v1/query-request') ? take(sqlTextOf(request, body)) : undefined;
    const resultId = /^\/queries\/([^/]+)\/result/.exec(path)?.[1];
    if (hold?.moment === 'before it is run') await hold.pass();
    if (resultId !== undefined) await resultsToHold.get(resultId)?.pass();
    const answer = await forward(accountUrl, request, body);
    if (hold?.moment === 'after it is done') await hold.pass();
    if (hold?.moment === 'when its result is read') resultsToHold.set(queryIdOf(answer.body), hold);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    hold: (sqlText, moment) => {
      const hold = makeHold(sqlText, moment);
      holds = [...holds, hold];
      return hold;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function makeHold(sqlText: string, moment: Moment): Hold {
  const reached = makeEvent();
  const released = makeEvent();
  return {
    sqlText,
    moment,
    reached: reached.happened,
    release: released.happen,
    pass: async () => {
      reached.happen();
      await released.happened;
    },
  };
}

function makeEvent(): { readonly happened: Promise<void>; happen(): void } {
  let happen = (): void => undefined;
  const happened = new Promise<void>((resolve) => {
    happen = resolve;
  });
  return { happened, happen: () => happen() };
}

function sqlTextOf({ headers }: IncomingMessage, body: Buffer): string {
  const text = (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8');
  return z.object({ sqlText: z.string() }).parse(JSON.parse(text)).sqlText;
}

function queryIdOf(body: Buffer): string {
  return z.object({ data: z.object({ queryId: z.string() }) }).parse(JSON.parse(body.toString('utf8'))).data.queryId;
}

async function forward(accountUrl: string, { method, url, headers }: IncomingMessage, body: Buffer) {
  const target = new URL(url ?? '/', accountUrl);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const plain = { ...headers, host: target.host, 'accept-encoding': 'identity' };
    requestHttp(target, { method, headers: plain }, resolve).once('error', reject).end(body);
  });
  const { 'transfer-encoding': _chunked, ...rest } = response.headers;
  return { status: response.statusCode ?? 502, headers: rest, body: await buffer(response) };
}
