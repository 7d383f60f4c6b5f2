import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request as the registry saw it. */
export interface SeenRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
}

/** What the registry does with a request instead of answering it. */
export type Fault = (request: SeenRequest, response: ServerResponse) => boolean;

export interface ImageRegistryOptions {
  /** `user:password`: without it everybody is let in. */
  readonly login?: string;
  /** Everybody is let in with a token, which the registry itself gives out. */
  readonly asksForToken?: boolean;
  /** The address under which clients know it. @default its own */
  readonly publicUrl?: string;
  /** Where blobs are really kept: downloads are sent on to `<storage>/<digest>`. */
  readonly storage?: string;
  /** Whether blobs are mounted from other repositories. */
  readonly mounts?: boolean;
}

export interface ImageRegistry {
  readonly url: string;
  /** `127.0.0.1:port` */
  readonly host: string;
  readonly seen: readonly SeenRequest[];
  /** Digest to bytes, of all repositories. */
  readonly blobs: Map<string, Buffer>;
  /** `repository:tag` and `repository@digest` to bytes. */
  readonly manifests: Map<string, { readonly type: string; readonly content: Buffer }>;
  /** What repositories hold: `repository@digest`. */
  readonly links: Set<string>;
  /** Asked before each answer; true where it has dealt with the request itself. */
  fault: Fault;
  /** Forgets what it has seen. */
  forget(): void;
  addBlob(repository: string, content: Buffer): string;
  addManifest(repository: string, tag: string, type: string, content: Buffer): string;
  close(): Promise<void>;
}

export const sha256 = (content: Uint8Array | string): string =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`;

/** A registry that speaks Docker's Registry HTTP API V2, in memory, and does wrong what a test asks for. */
export async function startImageRegistry(options: ImageRegistryOptions = {}): Promise<ImageRegistry> {
  const seen: SeenRequest[] = [];
  const uploads = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const registry: ImageRegistry = {
    url: `http://${host}`,
    host,
    seen,
    blobs: new Map(),
    manifests: new Map(),
    links: new Set(),
    fault: () => false,
    forget: () => void seen.splice(0),
    addBlob(repository, content) {
      const digest = sha256(content);
      registry.blobs.set(digest, content);
      registry.links.add(`${repository}@${digest}`);
      return digest;
    },
    addManifest(repository, tag, type, content) {
      const digest = sha256(content);
      for (const name of [`${repository}:${tag}`, `${repository}@${digest}`])
        registry.manifests.set(name, { type, content });
      return digest;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', registry.url);
    const one = { method: request.method ?? 'GET', path, query, authorization: request.headers.authorization };
    seen.push(one);
    if (registry.fault(one, response)) return;
    if (path === '/token') return void response.end(JSON.stringify({ token: 'for-everybody' }));
    if (!isLetIn(one)) return void response.writeHead(401, challenge()).end('{"errors":[{"code":"UNAUTHORIZED"}]}');
    const [, repository = '', kind = '', name = ''] = /^\/v2\/(.+?)\/(blobs|manifests)\/(.*)$/.exec(path) ?? [];
    if (kind === 'manifests') return await answerManifest(request, response, repository, name);
    if (name.startsWith('uploads/')) return await answerUpload(request, response, repository, name, query);
    const content = registry.links.has(`${repository}@${name}`) ? registry.blobs.get(name) : undefined;
    if (content === undefined) return void response.writeHead(404).end('{"errors":[{"code":"BLOB_UNKNOWN"}]}');
    if (request.method === 'GET' && options.storage !== undefined) {
      return void response.writeHead(307, { location: `${options.storage}/${name}` }).end();
    }
    response.writeHead(200, { 'content-length': content.length, 'docker-content-digest': name });
    response.end(request.method === 'HEAD' ? undefined : content);
  }

  function isLetIn({ authorization }: SeenRequest): boolean {
    if (options.asksForToken) return authorization === 'Bearer for-everybody';
    const { login } = options;
    return login === undefined || authorization === `Basic ${Buffer.from(login).toString('base64')}`;
  }

  function challenge(): Record<string, string> {
    const bearer = `Bearer realm="${options.publicUrl ?? registry.url}/token",service="${host}",scope="repository:any:pull"`;
    return { 'www-authenticate': options.asksForToken ? bearer : 'Basic realm="registry"' };
  }

  async function answerManifest(request: IncomingMessage, response: ServerResponse, repository: string, name: string) {
    if (request.method === 'PUT') {
      const content = await buffer(request);
      const digest = registry.addManifest(repository, name, request.headers['content-type'] ?? '', content);
      return void response.writeHead(201, { 'docker-content-digest': digest }).end();
    }
    const manifest = registry.manifests.get(`${repository}${name.startsWith('sha256:') ? '@' : ':'}${name}`);
    if (manifest === undefined) return void response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
    response.writeHead(200, { 'content-type': manifest.type, 'docker-content-digest': sha256(manifest.content) });
    response.end(request.method === 'HEAD' ? undefined : manifest.content);
  }

  async function answerUpload(
    request: IncomingMessage,
    response: ServerResponse,
    repository: string,
    name: string,
    query: URLSearchParams,
  ) {
    const id = name.slice('uploads/'.length);
    if (request.method === 'POST') {
      const mounted = query.get('mount');
      if (mounted !== null && options.mounts && registry.links.has(`${query.get('from')}@${mounted}`)) {
        registry.links.add(`${repository}@${mounted}`);
        return void response.writeHead(201, { 'docker-content-digest': mounted }).end();
      }
      const next = String(uploads.size);
      uploads.set(next, Buffer.alloc(0));
      return void response.writeHead(202, { location: `/v2/${repository}/blobs/uploads/${next}?state=1` }).end();
    }
    const before = uploads.get(id);
    if (before === undefined) return void response.writeHead(404).end('{"errors":[{"code":"BLOB_UPLOAD_UNKNOWN"}]}');
    const content = Buffer.concat([before, await buffer(request)]);
    uploads.set(id, content);
    if (request.method === 'PATCH') {
      return void response.writeHead(202, { location: `/v2/${repository}/blobs/uploads/${id}?state=2` }).end();
    }
    const digest = sha256(content);
    if (digest !== query.get('digest'))
      return void response.writeHead(400).end('{"errors":[{"code":"DIGEST_INVALID"}]}');
    registry.addBlob(repository, content);
    response.writeHead(201, { 'docker-content-digest': digest }).end();
  }

  return registry;
}
