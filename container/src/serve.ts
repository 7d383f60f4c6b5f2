import cluster from 'node:cluster';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { messageOf, PlatformError, UserError } from 'kernel-helpers/errors';
import {
  asksForErrorsAsJson,
  CUSTOM_ATTRIBUTES_HEADER,
  writeAnsweredError,
} from 'kernel-helpers/training-contract/answered-error';
import { LOCAL_HOST_ENVIRONMENT, MODEL_FILE, trainingPaths } from 'kernel-helpers/training-contract/index';
import { BadRequest } from './serving/bad-request';
import { loadPredictor, type Predictor } from './serving/predictor';
import { processCount } from './serving/process-count';
import { readBody } from './serving/read-body';
import { readRequestForm } from './serving/request-form';
import { superviseProcesses } from './serving/supervise-processes';
import { withSourcePlaces } from './source-places';

/** SageMaker's port for endpoints (AWS docs, "Use your own inference code with hosting services"). */
const DEFAULT_PORT = 8080;
/** SageMaker sends at most 25 MB to an endpoint, and 100 MB in a batch transform. */
const MAX_PAYLOAD_MEGABYTES = 100;

/** What answers requests. */
interface Answering {
  readonly predictor: Predictor;
  /** How many requests are answered side by side. */
  readonly processes: number;
}

/**
 * Answers predictions until SageMaker asks the container to stop, by as many processes as the host has processors.
 * @returns the exit code
 */
export async function serve(stop: AbortSignal): Promise<number> {
  const { model } = trainingPaths();
  const processes = processCount(statSync(join(model, MODEL_FILE), { throwIfNoEntry: false })?.size ?? 0);
  if (processes > 1 && cluster.isPrimary) return await superviseProcesses(processes, stop);
  const predictor = loadPredictor(model);
  const answering = { predictor, processes };
  const server = createServer((request, response) => void answer(request, response, answering));
  // Whoever keeps connections, such as a proxy with its usual 60 s, should be the one that closes them: a request on a
  // connection that is being closed is lost.
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 80_000;
  await listen(server);
  await untilStopped(stop);
  await drain(server);
  predictor.close();
  return 0;
}

async function answer(request: IncomingMessage, response: ServerResponse, answering: Answering): Promise<void> {
  try {
    await route(request, response, answering);
  } catch (error) {
    // Nobody reads the answer to a connection that was closed.
    if (response.destroyed) return;
    const status = error instanceof BadRequest ? error.status : 500;
    if (status === 500) console.error(withSourcePlaces(inspect(error)));
    if (asksForErrorsAsJson(String(request.headers[CUSTOM_ATTRIBUTES_HEADER] ?? '')))
      send(response, status, 'application/json', writeAnsweredError(error));
    else send(response, status, 'text/plain', `${messageOf(error)}\n`);
  }
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  { predictor, processes }: Answering,
): Promise<void> {
  switch (`${request.method} ${request.url?.split('?')[0]}`) {
    case 'GET /ping':
      return send(response, 200, 'text/plain', '');
    case 'GET /execution-parameters':
      return send(response, 200, 'application/json', executionParameters(processes));
    case 'POST /invocations':
      return await invoke(request, response, predictor);
    default:
      throw new BadRequest('This container answers GET /ping, GET /execution-parameters and POST /invocations.', {
        status: 404,
      });
  }
}

async function invoke(request: IncomingMessage, response: ServerResponse, predictor: Predictor): Promise<void> {
  const { read, parts, answerType, write } = readRequestForm(request.headers);
  predictor.checkParts(parts);
  const rows = await readBody(request, MAX_PAYLOAD_MEGABYTES * 2 ** 20, (body) => read(body, predictor));
  const answer = await predictor.answer(rows, parts, () => !response.destroyed);
  send(response, 200, answerType, write(answer));
}

/**
 * The answer to what a batch transform asks before it begins, in the words of "Use your own inference code with batch
 * transform". Concurrent payloads may have 100 MB together (API reference, CreateTransformJob); 6 MB is SageMaker's own
 * choice where a container says nothing.
 */
function executionParameters(processes: number): string {
  const MaxPayloadInMB = 6;
  const MaxConcurrentTransforms = Math.min(processes, Math.floor(100 / MaxPayloadInMB));
  return JSON.stringify({ MaxConcurrentTransforms, BatchStrategy: 'MULTI_RECORD', MaxPayloadInMB });
}

/** So small a body goes out with the headers in one packet, if it is a text. */
const SMALL_BODY = 16_384;

function send(response: ServerResponse, status: number, contentType: string, body: string | Buffer): void {
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) });
  if (typeof body === 'string' || body.length > SMALL_BODY) response.end(body);
  else response.end(body.toString('latin1'), 'latin1');
}

/** Outside the image only this machine may reach the endpoint; in the image SageMaker must reach it. */
async function listen(server: Server): Promise<void> {
  const isLocal = process.env[LOCAL_HOST_ENVIRONMENT.baseDirectory] !== undefined;
  const port = readPort();
  server.listen(port, isLocal ? '127.0.0.1' : '0.0.0.0');
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new PlatformError(
      `The container cannot listen on port ${port}. Free the port, or set ${LOCAL_HOST_ENVIRONMENT.servePort} to another one.`,
      { cause },
    );
  }
  // With several processes, the one that keeps them says it once.
  if (cluster.isWorker) return;
  const address = server.address();
  console.log(`serve: listening on port ${typeof address === 'object' ? address?.port : address}`);
}

function readPort(): number {
  const given = process.env[LOCAL_HOST_ENVIRONMENT.servePort];
  const port = given === undefined ? DEFAULT_PORT : Number(given);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new UserError(
    `${LOCAL_HOST_ENVIRONMENT.servePort} must be a port from 0 to 65535, not ${JSON.stringify(given)}.`,
  );
}

async function untilStopped(stop: AbortSignal): Promise<void> {
  if (!stop.aborted) await once(stop, 'abort');
}

/** Finishes the answers under way and accepts no new requests. */
async function drain(server: Server): Promise<void> {
  server.close();
  // A connection that is kept alive becomes idle after its last answer, and would keep the server open for seconds.
  const closing = setInterval(() => server.closeIdleConnections(), 50);
  await once(server, 'close').finally(() => clearInterval(closing));
}
