import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Account } from '../account';
import type { LoginOptions } from '../login/login-rules';
import { Audience } from '../queries/audience';
import { Query, type QueryAnswer } from '../queries/query';
import type { QueryRegistry } from '../queries/query-registry';
import { runRequest } from '../queries/run-request';
import type { Session } from '../session/session';
import type { SessionRegistry } from '../session/session-registry';
import { abandoned, notExecuting, SnowflakeError, unsupported } from '../snowflake-error';
import { binding } from '../sql/bind-values';
import { type Answer, failure, finished, inProgress, success } from './answers';
import { describeLogin, describeRenewal, logIn, loginRequest } from './login';
import { MOST_LOGIN_BYTES, readJson, tokenOf } from './read-request';
import type { SignedLinks } from './signed-links';
import type { StoreRefusal } from './store-refusals';

/** What the routes work on. */
export interface Service {
  readonly account: Account;
  readonly login: LoginOptions;
  readonly sessions: SessionRegistry;
  readonly queries: QueryRegistry;
  readonly links: SignedLinks;
  readonly abandonedSeconds: number;
  /** What every download of a result file is answered. */
  readonly storeRefusal?: StoreRefusal | undefined;
}

type Handler = (service: Service, request: IncomingMessage, url: URL, name: string) => Promise<Answer>;

/** How long a client waits for an answer before it is told to ask again; the real service waits 45 seconds. */
const WAIT_MILLISECONDS = 45_000;

const ROUTES: readonly (readonly [method: string, path: RegExp, handle: Handler])[] = [
  ['POST', /^\/session\/v1\/login-request$/, handleLogin],
  ['POST', /^\/session\/token-request$/, renewTokens],
  ['POST', /^\/session\/heartbeat$/, async (service, request) => success(requireSession(service, request) && null)],
  ['POST', /^\/session$/, endSession],
  ['POST', /^\/queries\/v1\/query-request$/, runQueryRequest],
  ['POST', /^\/queries\/v1\/abort-request$/, abortRequest],
  ['GET', /^\/queries\/([\w-]+)\/result$/, answerResult],
  ['POST', /^\/queries\/([\w-]+)\/abort-request$/, abortQuery],
  ['GET', /^\/monitoring\/queries\/([\w-]+)$/, describeQuery],
  ['POST', /^\/telemetry\/send(?:\/sessionless)?$/, async () => success(null)],
];

/** The answer to a request, or undefined when no route has its path. SQL and login errors are also answers. */
export async function answerRequest(service: Service, request: IncomingMessage, url: URL): Promise<Answer | undefined> {
  for (const [method, pattern, handle] of ROUTES) {
    const match = pattern.exec(url.pathname);
    if (match === null || request.method !== method) continue;
    try {
      return await handle(service, request, url, match[1] ?? '');
    } catch (error) {
      if (error instanceof SnowflakeError) return failure(error);
      throw error;
    }
  }
  return undefined;
}

async function handleLogin(service: Service, request: IncomingMessage, url: URL): Promise<Answer> {
  const body = await readJson(request, loginRequest, MOST_LOGIN_BYTES);
  await endExpiredSessions(service);
  const session = await logIn(service.account, service.login, body, url.searchParams);
  service.sessions.add(session);
  return success(describeLogin(service.account, session));
}

async function renewTokens(service: Service, request: IncomingMessage): Promise<Answer> {
  const session = service.sessions.findByMasterToken(tokenOf(request));
  if (session === undefined || session.isMasterTokenExpired)
    throw new SnowflakeError('390114', '08001', 'Authentication token has expired.  The user must authenticate again.');
  session.renewTokens();
  return success(describeRenewal(session));
}

/** Codes of `snowflake-sdk/dist/lib/constants/gs_errors.js`. */
function requireSession(service: Service, request: IncomingMessage): Session {
  const session = service.sessions.findByToken(tokenOf(request));
  if (session?.isTokenExpired === true)
    throw new SnowflakeError('390112', '08001', 'Your session token has expired and needs to be renewed.');
  if (session !== undefined) return session;
  throw new SnowflakeError('390104', '08001', 'Session no longer exists.  New login required to access the service.');
}

async function endSession(service: Service, request: IncomingMessage, url: URL): Promise<Answer> {
  const session = requireSession(service, request);
  if (url.searchParams.get('delete') === 'true') await closeSession(service, session);
  return success(null);
}

/** A client that left without logging out holds a connection, and perhaps a transaction, until its tokens expire. */
async function endExpiredSessions(service: Service): Promise<void> {
  for (const session of service.sessions.all()) if (session.isMasterTokenExpired) await closeSession(service, session);
}

async function closeSession({ sessions, queries, account }: Service, session: Session): Promise<void> {
  sessions.remove(session);
  await queries.cancelAll(session.id);
  await account.endSession(session);
}

const queryRequest = z.object({
  sqlText: z.string(),
  asyncExec: z.boolean().nullish(),
  describeOnly: z.boolean().nullish(),
  bindings: z.record(z.string(), binding).nullish(),
  bindStage: z.string().nullish(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).nullish(),
});

async function runQueryRequest(service: Service, request: IncomingMessage, url: URL): Promise<Answer> {
  const session = requireSession(service, request);
  const body = await readJson(request, queryRequest);
  if (body.bindStage) throw unsupported('bound values through a stage');
  await service.queries.forgetOld();
  const requestId = url.searchParams.get('requestId') ?? randomUUID();
  const query =
    service.queries.findRequest(session.id, requestId) ??
    startQuery(service, session, requestId, body, linksFor(service, request));
  if (body.asyncExec === true) return inProgress(query, true);
  return waitForAnswer(service, request, query);
}

/** Links name the host that was asked: a container knows this machine by another name than its own programs. */
function linksFor({ links }: Service, { headers: { host } }: IncomingMessage): (path: string) => string {
  return (path) => links.linkTo(`http://${host}`, path);
}

function startQuery(
  service: Service,
  session: Session,
  requestId: string,
  body: z.infer<typeof queryRequest>,
  uploadUrl: (path: string) => string,
): Query {
  const parameters = new Map(
    Object.entries(body.parameters ?? {}).map(([name, value]) => [name.toUpperCase(), String(value)]),
  );
  const tag = parameters.get('QUERY_TAG') ?? session.parameters.get('QUERY_TAG') ?? '';
  const query = new Query(session.user, session.id, requestId, body.sqlText, tag);
  if (body.asyncExec !== true)
    query.audience = new Audience(service.abandonedSeconds, () => query.cancellation.cancel(abandoned()));
  service.queries.add(query);
  const run = {
    bindings: body.bindings ?? {},
    describeOnly: body.describeOnly === true,
    parameters,
    findResult: (id: string) => findAnswer(service, session, id),
    allQueries: () => service.queries.all(),
    uploadUrl,
  };
  query.start(() => runRequest(service.account, session, query, run));
  return query;
}

async function waitForAnswer(service: Service, request: IncomingMessage, query: Query): Promise<Answer> {
  const leave = query.audience?.join(request.socket);
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, WAIT_MILLISECONDS, null);
  });
  const outcome = await Promise.race([query.ended, patience]);
  clearTimeout(timer);
  leave?.();
  if (outcome === null) return inProgress(query, false);
  if (outcome.ok) return finished(query, outcome.answer, linksFor(service, request));
  return failure(outcome.error, { queryId: query.id });
}

async function answerResult(service: Service, request: IncomingMessage, _url: URL, id: string): Promise<Answer> {
  return waitForAnswer(service, request, requireQuery(service, request, id));
}

/** Results belong to the user who asked: https://docs.snowflake.com/en/user-guide/querying-persisted-results */
function requireQuery(service: Service, request: IncomingMessage, id: string): Query {
  const session = requireSession(service, request);
  const query = service.queries.find(id);
  if (query !== undefined && query.user === session.user) return query;
  throw new SnowflakeError('000709', '02000', `Statement ${id} not found`);
}

function findAnswer(service: Service, session: Session, id: string): QueryAnswer | undefined {
  const query = service.queries.find(id);
  return query?.user === session.user && query.outcome?.ok === true ? query.outcome.answer : undefined;
}

async function abortRequest(service: Service, request: IncomingMessage): Promise<Answer> {
  const session = requireSession(service, request);
  const { requestId } = await readJson(request, z.object({ requestId: z.string() }));
  return cancelQuery(service.queries.findRequest(session.id, requestId));
}

async function abortQuery(service: Service, request: IncomingMessage, _url: URL, id: string): Promise<Answer> {
  const session = requireSession(service, request);
  const query = service.queries.find(id);
  return cancelQuery(query?.user === session.user ? query : undefined);
}

function cancelQuery(query: Query | undefined): Answer {
  if (query === undefined || query.outcome !== null) throw notExecuting();
  query.cancellation.cancel();
  return success(null);
}

/** A statement's status; an unknown one has none. Connector 5 fails on null for a number, so nulls are omitted. */
async function describeQuery(service: Service, request: IncomingMessage, _url: URL, id: string): Promise<Answer> {
  const session = requireSession(service, request);
  const query = service.queries.find(id);
  return success({ queries: query?.user === session.user ? [statusOf(query)] : [] });
}

function statusOf({ id, outcome, sqlText, startedAt, endedAt }: Query): Readonly<Record<string, unknown>> {
  return {
    id,
    status: outcome === null ? 'RUNNING' : outcome.ok ? 'SUCCESS' : 'FAILED_WITH_ERROR',
    state: outcome === null ? 'RUNNING' : outcome.ok ? 'SUCCEEDED' : 'FAILED',
    sqlText,
    startTime: startedAt,
    ...(endedAt === null ? {} : { endTime: endedAt }),
    ...(outcome?.ok === false ? { errorCode: outcome.error.code, errorMessage: outcome.error.message } : {}),
  };
}
