import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';

/** What the server says to one statement: a result in Snowflake's JSON form, or a failure. */
export type ScriptedAnswer =
  | {
      readonly rowtype: readonly object[];
      readonly rowset: readonly (readonly (string | null)[])[];
      readonly chunks?: readonly ScriptedChunk[];
      readonly queryContext?: object;
      /** The first answer says that the statement still runs. */
      readonly isSlow?: boolean;
    }
  | { readonly code: string; readonly message: string; readonly sqlState?: string }
  /** Never answered before it is cancelled. */
  | 'hangs';

export interface ScriptedChunk {
  readonly body: string;
  readonly rowCount: number;
  /** How the storage sends it. @default 'gzip with header' */
  readonly encoding?: 'gzip with header' | 'gzip without header' | 'plain';
  /** What the answer says of its size. @default nothing */
  readonly compressedSize?: number;
}

export interface SentStatement {
  readonly sqlText: string;
  readonly bindings: unknown;
  readonly parameters: unknown;
  readonly queryContextDTO: unknown;
}

export interface ScriptedSnowflake {
  readonly url: string;
  readonly host: string;
  /** What was sent to be run, in the order it came. */
  readonly statements: readonly SentStatement[];
  /** Method and path of every request. */
  readonly requests: readonly string[];
  /** Bodies of the login requests, as the driver sent them. */
  readonly logins: readonly Readonly<Record<string, unknown>>[];
  /** Makes the session token invalid, as after an hour; the driver can ask for a new one. */
  expireToken(): void;
  /** Refuses the session's tokens from now on, as for a session that an administrator has ended. */
  endSession(): void;
  /** Makes every chunk link given out so far answer 403, as links do after 6 hours. */
  expireLinks(): void;
  /** The next requests for chunks get this HTTP status, one each. */
  failChunks(...statuses: readonly number[]): void;
  close(): Promise<void>;
}

/** A server with the routes and answer forms of Snowflake that the driver uses, whose answers a test writes down. */
export async function startScriptedSnowflake(
  answer: (sqlText: string) => ScriptedAnswer,
  login: { readonly code: string; readonly message: string } | { readonly status: number } | undefined = undefined,
): Promise<ScriptedSnowflake> {
  const statements: SentStatement[] = [];
  const requests: string[] = [];
  const logins: Readonly<Record<string, unknown>>[] = [];
  let tokenNumber = 1;
  const results = new Map<string, ScriptedAnswer>();
  const waiting: (() => void)[] = [];
  const chunkFailures: number[] = [];
  let generation = 0;
  let hasEnded = false;

  const server = createServer((request, response) => {
    requests.push(`${request.method} ${(request.url ?? '').split('?')[0]}`);
    handle(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', url);
    const chunk = /^\/chunks\/(\d+)\/(.+)\/(\d+)$/.exec(pathname);
    if (chunk !== null) return sendChunk(response, Number(chunk[1]), chunk[2], Number(chunk[3]));
    const body = await readJson(request);
    if (pathname === '/session/v1/login-request') {
      logins.push((body as { data: Readonly<Record<string, unknown>> }).data);
      return sendLogin(response);
    }
    if (hasEnded) return sendJson(response, failure('390111', 'Session no longer exists. New login required.'));
    if (pathname === '/session/token-request') return sendNewToken(response);
    if (!(request.headers.authorization ?? '').includes(`session-token-${tokenNumber}"`)) {
      return sendJson(response, failure('390112', 'Your session has expired. Please login again.'));
    }
    if (pathname === '/queries/v1/query-request') {
      const { sqlText, bindings, parameters, queryContextDTO } = body as SentStatement;
      statements.push({ sqlText, bindings, parameters, queryContextDTO });
      const queryId = `01b-${statements.length}`;
      const scripted = answer(sqlText);
      if (scripted === 'hangs') {
        await new Promise<void>((resolve) => waiting.push(resolve));
        return sendJson(response, failure('000604', 'SQL execution canceled', '57014'));
      }
      results.set(queryId, scripted);
      return sendJson(response, 'isSlow' in scripted && scripted.isSlow ? stillRunning(queryId) : resultOf(queryId));
    }
    const result = /^\/queries\/([^/]+)\/result$/.exec(pathname);
    if (result !== null) return sendJson(response, resultOf(result[1]));
    if (pathname.endsWith('/abort-request')) for (const cancel of waiting.splice(0)) cancel();
    sendJson(response, { success: true, code: null, message: null, data: null });
  }

  function sendLogin(response: ServerResponse): void {
    if (login !== undefined) {
      if ('status' in login) response.writeHead(login.status).end('no');
      else sendJson(response, failure(login.code, login.message));
      return;
    }
    const tokens = {
      token: `session-token-${tokenNumber}`,
      masterToken: 'master-token',
      validityInSeconds: 3600,
      masterValidityInSeconds: 14400,
    };
    sendJson(response, {
      success: true,
      code: null,
      message: null,
      data: { ...tokens, sessionId: 1, parameters: [], sessionInfo: {} },
    });
  }

  function sendNewToken(response: ServerResponse): void {
    const token = { sessionToken: `session-token-${tokenNumber}`, validityInSecondsST: 3600 };
    const master = { masterToken: 'master-token', validityInSecondsMT: 14400 };
    sendJson(response, { success: true, code: null, message: null, data: { ...token, ...master } });
  }

  function resultOf(queryId: string): object {
    const scripted = results.get(queryId);
    if (scripted === undefined || scripted === 'hangs')
      return failure('000709', `Statement ${queryId} not found`, '02000');
    if ('code' in scripted) return failure(scripted.code, scripted.message, scripted.sqlState);
    const { rowtype, rowset, chunks = [], queryContext } = scripted;
    const total = chunks.reduce((rows, { rowCount }) => rows + rowCount, rowset.length);
    const links = chunks.map(({ rowCount, compressedSize }, index) => ({
      url: `${url}/chunks/${generation}/${queryId}/${index}`,
      rowCount,
      compressedSize,
    }));
    const data = {
      queryId,
      rowtype,
      rowset,
      total,
      returned: total,
      queryResultFormat: 'json',
      statementTypeId: 4096,
      version: 1,
      queryContext,
    };
    const names = {
      finalDatabaseName: null,
      finalSchemaName: null,
      finalWarehouseName: null,
      finalRoleName: 'PUBLIC',
      parameters: [],
    };
    return {
      success: true,
      code: null,
      message: null,
      data: { ...data, ...names, ...(links.length > 0 ? { chunks: links, chunkHeaders: {} } : {}) },
    };
  }

  function sendChunk(response: ServerResponse, ofGeneration: number, queryId: string, index: number): void {
    const status = chunkFailures.shift();
    if (status !== undefined) {
      response.writeHead(status).end();
      return;
    }
    const scripted = results.get(queryId);
    if (ofGeneration !== generation || scripted === undefined || typeof scripted === 'string' || 'code' in scripted) {
      response.writeHead(403).end('<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>');
      return;
    }
    const { body, encoding = 'gzip with header' } = (scripted.chunks ?? [])[index];
    const bytes = encoding === 'plain' ? Buffer.from(body) : gzipSync(body);
    response.writeHead(200, encoding === 'gzip with header' ? { 'content-encoding': 'gzip' } : {}).end(bytes);
  }

  return {
    url,
    host: new URL(url).host,
    statements,
    requests,
    logins,
    expireToken: () => {
      tokenNumber += 1;
    },
    endSession: () => {
      hasEnded = true;
    },
    expireLinks: () => {
      generation += 1;
    },
    failChunks: (...statuses) => {
      chunkFailures.push(...statuses);
    },
    close: async () => {
      for (const cancel of waiting.splice(0)) cancel();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  if (request.headers['content-encoding'] === 'gzip') {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    return JSON.parse(gunzipSync(Buffer.concat(parts)).toString('utf8'));
  }
  const body = await readText(request);
  return body === '' ? {} : JSON.parse(body);
}

function failure(code: string, message: string, sqlState?: string): object {
  return { success: false, code, message, data: { sqlState } };
}

function stillRunning(queryId: string): object {
  const data = { queryId, getResultUrl: `/queries/${queryId}/result` };
  return { success: true, code: '333333', message: 'Query execution in progress.', data };
}

function sendJson(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
