import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { makeCertificateAuthority } from './certificate-authority';
import { type ConnectProxy, startConnectProxy } from './connect-proxy';

export interface ProxiedNetwork {
  readonly proxy: ConnectProxy;
  /** The variables of a program that works in this network. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface ProxiedHost {
  /** Host names of the real services: one, or all below a domain, such as `*.amazonaws.com`. */
  readonly host: string;
  /** The service on this machine that answers for it. */
  readonly url: string;
  /** Changes a request, for example its signature, which holds the name of the host. */
  readonly prepare?: (request: SentRequest) => Promise<SentRequest>;
  /** Changes its answers, for example the addresses in them. */
  readonly rewrite?: (answer: string) => string;
}

/** A request as it is sent on. */
export interface SentRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Services of this machine under the names of real ones, which only a proxy with user and password can reach, and
 * whose certificates come from a company's own authority.
 */
export async function startProxiedNetwork(hosts: readonly ProxiedHost[]): Promise<ProxiedNetwork> {
  const authority = makeCertificateAuthority();
  const certificate = authority.certify(hosts.map(({ host }) => host));
  const find = (name: string) => hosts.find(({ host }) => name === host || name.endsWith(host.replace(/^\*/, '')));
  const server = createServer(certificate, (request, response) => {
    const host = find((request.headers.host ?? '').replace(/:\d+$/, ''));
    if (host === undefined) response.writeHead(421).end();
    else forward(host, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy = await startConnectProxy({
    portOf: (host) => (find(host) === undefined ? undefined : port),
    credentials: 'clerk:s%40crit-word',
  });
  return {
    proxy,
    env: { HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: authority.file },
    close: async () => {
      await proxy.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      authority.close();
    },
  };
}

async function forward(
  { url, prepare = sentToThisMachine, rewrite }: ProxiedHost,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const { method = 'GET', url: target = '/', headers: sent } = request;
  const received = { method, path: target, headers: { ...sent, 'accept-encoding': 'identity' } };
  const { path, headers, body } = await prepare({ ...received, body: await buffer(request) });
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    requestHttp(new URL(path, url), { method, headers }, resolve).once('error', reject).end(body);
  });
  const { 'transfer-encoding': _chunked, 'content-length': _length, ...rest } = answer.headers;
  const bytes = await buffer(answer);
  const isText = /json/.test(rest['content-type'] ?? '');
  response.writeHead(answer.statusCode ?? 502, rest);
  response.end(isText && rewrite !== undefined ? rewrite(bytes.toString('utf8')) : bytes);
}

/** The local account answers only to names of this machine. */
async function sentToThisMachine({
  headers: { host: _name, ...headers },
  ...request
}: SentRequest): Promise<SentRequest> {
  return { ...request, headers };
}
