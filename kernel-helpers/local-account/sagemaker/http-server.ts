import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Credentials } from '../aws/aws-account';
import { validateInput } from './constraints/validate-input';
import type { Invocation, InvocationAnswer } from './hosting/invoke';
import { isOffered, OFFERED_OPERATIONS } from './operation-names';
import type { Operations } from './operations';
import { ServiceError } from './service-error';
import { type SignedRequest, verifySignature } from './signature';

/** What is served, and to whom. */
export interface ServedApi {
  readonly credentials: Credentials;
  readonly region: string;
  readonly operations: Operations;
  readonly invoke: (invocation: Invocation) => Promise<InvocationAnswer>;
  /** Told of errors that are nobody's input. */
  readonly onInternalError: (error: unknown) => void;
}

/** No request is larger: an invocation is at most 6 MB, and its own check says so in SageMaker's words. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;
const TARGET_PREFIX = 'SageMaker.';
const INVOCATION_PATH = /^\/endpoints\/([^/]+)\/invocations$/;

/** Answers SageMaker's JSON API and its runtime, which share a port. */
export function serveApi(server: Server, api: ServedApi): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response, api).catch((error: unknown) => {
      api.onInternalError(error);
      response.destroy();
    });
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, api: ServedApi): Promise<void> {
  response.setHeader('x-amzn-requestid', randomUUID());
  try {
    const signed = await readRequest(request);
    await verifySignature(signed, api.credentials, api.region);
    const endpoint = INVOCATION_PATH.exec(new URL(signed.url, 'http://127.0.0.1').pathname)?.[1];
    if (endpoint === undefined) await answerApi(signed, response, api.operations);
    else await answerInvocation(decodeURIComponent(endpoint), signed, response, api);
  } catch (error) {
    if (request.destroyed && !request.complete) return; // The client went away while it was still sending.
    if (!(error instanceof ServiceError)) api.onInternalError(error);
    writeError(response, error);
  }
}

async function answerApi(request: SignedRequest, response: ServerResponse, operations: Operations): Promise<void> {
  const target = String(request.headers['x-amz-target'] ?? '');
  const operation = target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : '';
  if (!isOffered(operation)) {
    throw new ServiceError(
      'UnknownOperationException',
      `The local account does not offer "${operation || target}". It offers ${OFFERED_OPERATIONS.join(', ')}.`,
    );
  }
  const output = await operations[operation](validateInput(operation, parseBody(request.body)));
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(output));
}

async function answerInvocation(
  endpointName: string,
  { headers, body }: SignedRequest,
  response: ServerResponse,
  api: ServedApi,
): Promise<void> {
  const answer = await api.invoke({ endpointName, headers, body });
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
}

/** Both protocols in one: the API's clients read the type from the body, the runtime's from the header. */
function writeError(response: ServerResponse, error: unknown): void {
  const known =
    error instanceof ServiceError
      ? error
      : new ServiceError('InternalFailure', 'The local account failed: a bug. Its log says more.', 500);
  const body = { __type: known.type, message: known.message, Message: known.message, ...known.details };
  response.writeHead(known.status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': known.type });
  response.end(JSON.stringify(body));
}

async function readRequest(request: IncomingMessage): Promise<SignedRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > MAX_BODY_BYTES)
      throw new ServiceError('RequestEntityTooLarge', `A request has at most ${MAX_BODY_BYTES} bytes.`, 413);
    chunks.push(bytes);
  }
  return {
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    headers: request.headers,
    body: Buffer.concat(chunks),
  };
}

function parseBody(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new ServiceError('SerializationException', 'The request body is not JSON.', 400, {}, { cause });
  }
}
