import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Caller, Credentials } from '../aws/callers';
import type { NamedCall } from '../aws/judging';
import { behindFrontDoor } from '../front-door';
import { checkTags } from './constraints/check-tags';
import { refuseMembers } from './constraints/judge-members';
import { validateInput } from './constraints/validate-input';
import { type Invocation, type InvocationAnswer, MAX_INVOCATION_BYTES } from './hosting/invoke';
import { isOffered, OFFERED_OPERATIONS } from './operation-names';
import type { Operations } from './operations';
import { ServiceError } from './service-error';
import { type SignedRequest, verifySignature } from './signature';

/** The operations that are served, and the keys that requests must be signed with. */
export interface ServedApi {
  readonly credentials: Credentials;
  readonly region: string;
  readonly operations: Operations;
  /** The operations of Service Quotas, by name. */
  readonly quotaOperations: Readonly<Record<string, (input: unknown) => object>>;
  readonly invoke: (invocation: Invocation) => Promise<InvocationAnswer>;
  /** AWS's message if the caller may not do this. @default everybody may do everything */
  readonly refusalOf?: (call: NamedCall, input: Readonly<Record<string, unknown>>) => Promise<string | undefined>;
  /** Called with errors that a request's input did not cause. */
  readonly onInternalError: (error: unknown) => void;
}

/**
 * AWS refuses a larger request before it reads it. The limit is 4,096 bytes above that of an invocation's payload, for
 * which AWS has another check and message (when it was 5 MB: https://github.com/aws/sagemaker-python-sdk/issues/171).
 * Requests to the API are much smaller.
 */
const MAX_BODY_BYTES = MAX_INVOCATION_BYTES + 4096;
const TARGET_PREFIX = 'SageMaker.';
const QUOTAS_PREFIX = 'ServiceQuotasV20190624.';
const INVOCATION_PATH = /^\/endpoints\/([^/]+)\/invocations$/;
/** The runtime names an operation by its path (botocore, `sagemaker-runtime/2017-05-13/service-2.json`). */
const OTHER_INVOCATIONS: Readonly<Record<string, string>> = {
  'async-invocations': 'InvokeEndpointAsync',
  'invocations-response-stream': 'InvokeEndpointWithResponseStream',
};

/** Answers SageMaker's JSON API and its runtime, which share a port. */
export function serveApi(server: Server, api: ServedApi): void {
  const serve = behindFrontDoor((request, response) => {
    answer(request, response, api).catch((error: unknown) => {
      api.onInternalError(error);
      response.destroy();
    });
  });
  server.on('request', serve);
}

async function answer(request: IncomingMessage, response: ServerResponse, api: ServedApi): Promise<void> {
  response.setHeader('x-amzn-requestid', randomUUID());
  try {
    const signed = await readRequest(request);
    const caller = await verifySignature(signed, api.credentials, api.region);
    const endpoint = INVOCATION_PATH.exec(new URL(signed.url, 'http://127.0.0.1').pathname)?.[1];
    if (endpoint === undefined) await answerApi(signed, response, api, caller);
    else await answerInvocation(decodeURIComponent(endpoint), signed, response, api, caller);
  } catch (error) {
    if (request.destroyed && !request.complete) return; // The client went away while it was still sending.
    // A client reads the answer only after it has sent everything, so the rest of the request is read and dropped.
    request.resume();
    if (!(error instanceof ServiceError)) api.onInternalError(error);
    writeError(response, error);
  }
}

async function answerApi(
  request: SignedRequest,
  response: ServerResponse,
  api: ServedApi,
  caller: Caller,
): Promise<void> {
  const output = await outputOf(request, api, caller);
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(output));
}

async function outputOf(request: SignedRequest, api: ServedApi, caller: Caller): Promise<object> {
  const operation = operationOf(request);
  if (operation.startsWith(QUOTAS_PREFIX)) {
    const name = operation.slice(QUOTAS_PREFIX.length);
    const quotaOperation = api.quotaOperations[name];
    if (quotaOperation !== undefined) {
      await refuseDenied(api, { caller, service: 'servicequotas', operation: name }, {});
      return quotaOperation(parseBody(request.body));
    }
  }
  if (!isOffered(operation)) {
    throw new ServiceError(
      'UnknownOperationException',
      `The local account does not offer "${operation}". It offers InvokeEndpoint, ${OFFERED_OPERATIONS.join(', ')}.`,
    );
  }
  const input = validateInput(operation, parseBody(request.body));
  await refuseDenied(api, { caller, service: 'sagemaker', operation }, input);
  refuseMembers(operation, input);
  checkTags(input);
  return api.operations[operation](input);
}

/** The operation's name, by header or path; method and path if neither names one. */
function operationOf({ method, url, headers }: SignedRequest): string {
  const target = String(headers['x-amz-target'] ?? '');
  if (target !== '') return target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : target;
  const { pathname } = new URL(url, 'http://127.0.0.1');
  const last = /^\/endpoints\/[^/]+\/([^/]+)$/.exec(pathname)?.[1] ?? '';
  return OTHER_INVOCATIONS[last] ?? `${method} ${pathname}`;
}

async function answerInvocation(
  endpointName: string,
  { headers, body }: SignedRequest,
  response: ServerResponse,
  api: ServedApi,
  caller: Caller,
): Promise<void> {
  const call = { caller, service: 'sagemaker', operation: 'InvokeEndpoint' } as const;
  await refuseDenied(api, call, { EndpointName: endpointName });
  const answer = await api.invoke({ endpointName, headers, body });
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
}

async function refuseDenied(
  { refusalOf }: ServedApi,
  call: NamedCall,
  input: Readonly<Record<string, unknown>>,
): Promise<void> {
  const refusal = await refusalOf?.(call, input);
  if (refusal !== undefined) throw new ServiceError('AccessDeniedException', refusal);
}

/** Writes an error for both protocols: the API's clients read its type from the body, the runtime's from the header. */
function writeError(response: ServerResponse, error: unknown): void {
  const known =
    error instanceof ServiceError
      ? error
      : new ServiceError('InternalFailure', 'The local account failed: a bug. Its log says more.', 500);
  const type = known.type === '' ? undefined : known.type;
  const body = { __type: type, message: known.message, Message: known.message, ...known.details };
  response.writeHead(known.status, {
    'content-type': 'application/x-amz-json-1.1',
    ...(type !== undefined && { 'x-amzn-errortype': type }),
  });
  response.end(JSON.stringify(body));
}

async function readRequest(request: IncomingMessage): Promise<SignedRequest> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  // Do not destroy the request: a destroyed request could not be answered.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(bytes);
  }
  return {
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    headers: request.headers,
    body: Buffer.concat(chunks),
  };
}

function tooLarge(): ServiceError {
  return new ServiceError('', `HTTP content length exceeded ${MAX_BODY_BYTES} bytes.`, 413);
}

function parseBody(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new ServiceError('SerializationException', 'The request body is not JSON.', 400, {}, { cause });
  }
}
