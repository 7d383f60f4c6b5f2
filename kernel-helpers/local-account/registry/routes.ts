import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { BodyTooLarge, readBody } from '../read-body';
import type { Gate } from './gate';
import type { ImageStore } from './image-store';
import { parseManifest } from './manifest';
import { RegistryError } from './registry-error';
import type { Repositories } from './repositories';
import { rangeOf, type Uploads } from './uploads';

/** What the routes work on. */
export interface Registry {
  readonly gate: Gate;
  readonly store: ImageStore;
  readonly uploads: Uploads;
  readonly repositories: Repositories;
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  readonly repository: string;
  /** The digest, tag or upload that the path names; empty when it names none. */
  readonly name: string;
}

interface Route {
  readonly methods: readonly string[];
  readonly path: RegExp;
  /** What ECR calls it, and asks IAM for (ECR's user guide, "Required IAM permissions for pushing an image"). */
  readonly operation: string;
  readonly answer: (registry: Registry, call: Call) => Promise<void> | void;
}

const NAME = '([a-z0-9]+(?:(?:\\.|_|__|-+|/)[a-z0-9]+)*)';
const path = (end: string): RegExp => new RegExp(`^/v2/${NAME}/${end}$`);
const BLOB = path('blobs/(sha256:[0-9a-f]{64})');
const UPLOAD = path('blobs/uploads/([0-9a-f-]{36})');
const MANIFEST = path('manifests/(sha256:[0-9a-f]{64}|\\w[\\w.-]{0,127})');
/** As Docker's own registry limits it. */
const MOST_MANIFEST_BYTES = 4 * 1024 * 1024;

const ROUTES: readonly Route[] = [
  { methods: ['HEAD'], path: BLOB, operation: 'BatchCheckLayerAvailability', answer: sendBlob },
  { methods: ['GET'], path: BLOB, operation: 'GetDownloadUrlForLayer', answer: sendBlob },
  { methods: ['POST'], path: path('blobs/uploads/()'), operation: 'InitiateLayerUpload', answer: beginUpload },
  { methods: ['GET'], path: UPLOAD, operation: 'UploadLayerPart', answer: describeUpload },
  { methods: ['PATCH'], path: UPLOAD, operation: 'UploadLayerPart', answer: receivePart },
  { methods: ['PUT'], path: UPLOAD, operation: 'CompleteLayerUpload', answer: finishUpload },
  { methods: ['DELETE'], path: UPLOAD, operation: 'UploadLayerPart', answer: cancelUpload },
  { methods: ['HEAD', 'GET'], path: MANIFEST, operation: 'BatchGetImage', answer: sendManifest },
  { methods: ['PUT'], path: MANIFEST, operation: 'PutImage', answer: receiveManifest },
];

/** Answers a request of Docker's Registry HTTP API V2 (https://distribution.github.io/distribution/spec/api/). */
export async function answerRequest(
  registry: Registry,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const fitting = ROUTES.find(({ methods, path }) => methods.includes(request.method ?? '') && path.test(pathname));
  const [, repository = '', name = ''] = fitting?.path.exec(pathname) ?? [];
  await registry.gate.require(request.headers.authorization, fitting?.operation, repository);
  if (fitting !== undefined) return fitting.answer(registry, { request, response, query, repository, name });
  if (pathname === '/v2/') return void response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  throw new RegistryError(404, 'UNSUPPORTED', `The local registry does not offer ${request.method} ${pathname}.`);
}

async function sendBlob({ store }: Registry, { request, response, repository, name }: Call): Promise<void> {
  const blob = store.findBlob(repository, name);
  if (blob === undefined) throw new RegistryError(404, 'BLOB_UNKNOWN', `${repository} does not hold ${name}.`);
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': blob.size,
    'docker-content-digest': name,
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(blob.path), response);
}

async function beginUpload(registry: Registry, call: Call): Promise<void> {
  const { store, uploads, repositories } = registry;
  const { request, response, query, repository } = call;
  await repositories.require(repository);
  const mounted = query.get('mount');
  if (mounted !== null && store.mountBlob(repository, mounted, query.get('from') ?? ''))
    return sayStored(response, repository, mounted);
  const id = uploads.begin(repository);
  if (query.get('digest') === null) return sayHowFar(response, 202, repository, id, 0);
  await uploads.append(repository, id, request, undefined);
  await finishUpload(registry, { ...call, name: id });
}

function describeUpload({ uploads }: Registry, { response, repository, name }: Call): void {
  sayHowFar(response, 204, repository, name, uploads.sizeOf(repository, name));
}

async function receivePart({ uploads }: Registry, { request, response, repository, name }: Call): Promise<void> {
  const size = await uploads.append(repository, name, request, request.headers['content-range']);
  sayHowFar(response, 202, repository, name, size);
}

async function finishUpload({ store, uploads }: Registry, call: Call): Promise<void> {
  const { request, response, query, repository, name } = call;
  const digest = query.get('digest');
  if (digest === null) throw new RegistryError(400, 'DIGEST_INVALID', 'The request does not name the digest.');
  // The last bytes may come with this request.
  await uploads.append(repository, name, request, request.headers['content-range']);
  await uploads.finish(repository, name, digest, (file) => store.keepBlob(repository, digest, file));
  sayStored(response, repository, digest);
}

async function cancelUpload({ uploads }: Registry, { response, repository, name }: Call): Promise<void> {
  await uploads.cancel(repository, name);
  response.writeHead(204).end();
}

function sendManifest({ store }: Registry, { request, response, repository, name }: Call): void {
  const manifest = store.findManifest(repository, name);
  if (manifest === undefined) throw new RegistryError(404, 'MANIFEST_UNKNOWN', `${repository} holds no image ${name}.`);
  response.writeHead(200, {
    'content-type': manifest.mediaType,
    'content-length': manifest.content.length,
    'docker-content-digest': manifest.digest,
  });
  response.end(request.method === 'HEAD' ? undefined : manifest.content);
}

async function receiveManifest({ store, repositories }: Registry, call: Call): Promise<void> {
  const { request, response, repository, name } = call;
  const content = await readBody(request, MOST_MANIFEST_BYTES).catch((error: unknown) => {
    if (error instanceof BodyTooLarge) throw new RegistryError(413, 'MANIFEST_INVALID', error.message);
    throw error;
  });
  await repositories.require(repository);
  const manifest = parseManifest(content, request.headers['content-type'], repository, store);
  const tag = name.startsWith('sha256:') ? undefined : name;
  if (tag === undefined && name !== manifest.digest)
    throw new RegistryError(400, 'DIGEST_INVALID', `The manifest has the digest ${manifest.digest}, not ${name}.`);
  if (tag !== undefined) await repositories.list(repository, manifest, tag);
  store.keepManifest(repository, manifest, tag);
  response.writeHead(201, {
    location: `/v2/${repository}/manifests/${manifest.digest}`,
    'docker-content-digest': manifest.digest,
  });
  response.end();
}

function sayStored(response: ServerResponse, repository: string, digest: string): void {
  response.writeHead(201, { location: `/v2/${repository}/blobs/${digest}`, 'docker-content-digest': digest }).end();
}

function sayHowFar(response: ServerResponse, status: number, repository: string, id: string, size: number): void {
  response.writeHead(status, {
    location: `/v2/${repository}/blobs/uploads/${id}`,
    'docker-upload-uuid': id,
    range: rangeOf(size),
  });
  response.end();
}
