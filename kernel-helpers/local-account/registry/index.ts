import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type AwsAccount, createAwsClients } from '../aws/aws-account';
import { behindFrontDoor } from '../front-door';
import { listenOnLoopback } from '../loopback-server';
import { Gate } from './gate';
import { ImageStore } from './image-store';
import { RegistryError } from './registry-error';
import { Repositories } from './repositories';
import { answerRequest, type Registry } from './routes';
import { Uploads } from './uploads';

export interface RegistryOptions {
  /** Where the images are kept. */
  readonly directory: string;
  /** The AWS account whose ECR knows the repositories and gives out the password. */
  readonly aws: AwsAccount;
  /** True: AWS was started with policies, or records the calls. @default false */
  readonly areCallsJudged?: boolean;
  /** 0: any free port. @default 0 */
  readonly port?: number;
  /** Called with errors that no request caused. @default written to stderr */
  readonly onInternalError?: (error: unknown) => void;
}

export interface RunningRegistry {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Starts the place behind ECR's names on the loopback interface: it takes images, and gives them to engines. */
export async function startRegistry(options: RegistryOptions): Promise<RunningRegistry> {
  const { directory, aws, areCallsJudged = false } = options;
  const onInternalError = options.onInternalError ?? ((error: unknown) => console.error(error));
  const { server, port, url, close } = await listenOnLoopback(options.port ?? 0, 'registry');
  const clients = createAwsClients(aws, 'service');
  const registry: Registry = {
    gate: new Gate(aws, areCallsJudged),
    store: new ImageStore(directory),
    uploads: new Uploads(join(directory, 'uploads')),
    repositories: new Repositories(clients.ecr, aws.accountId),
  };
  // An upload of a large layer takes as long as it takes.
  server.requestTimeout = 0;
  server.on(
    'request',
    behindFrontDoor((request, response) => {
      response.setHeader('docker-distribution-api-version', 'registry/2.0');
      answerRequest(registry, request, response).catch((error: unknown) => {
        writeError(error, request, response, onInternalError);
      });
    }),
  );
  return {
    url,
    port,
    close: async () => {
      await close();
      clients.close();
    },
  };
}

function writeError(
  error: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  onInternalError: (error: unknown) => void,
): void {
  if (request.destroyed && !request.complete) return; // The client went away while it was still sending.
  const isKnown = error instanceof RegistryError;
  if (!isKnown) onInternalError(error);
  if (response.headersSent) return void response.destroy();
  const { status, code, message, headers } = isKnown
    ? error
    : new RegistryError(500, 'UNKNOWN', 'The local registry failed: a bug. The log of the local account says more.');
  // A client reads no answer while it is still sending, and Node ends a connection with bytes that nobody has read.
  if (!request.complete) response.setHeader('connection', 'close');
  request.resume();
  response.writeHead(status, { ...headers, 'content-type': 'application/json' });
  response.end(request.method === 'HEAD' ? undefined : JSON.stringify({ errors: [{ code, message }] }));
}
