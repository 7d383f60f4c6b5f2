import { createServer, type RequestListener, request } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { makeCertificateAuthority } from '../../support/certificate-authority';

export interface AccountBehindTls {
  readonly url: string;
  /** What a client needs to trust the server, and to ask where this machine answers whether its certificate was revoked. */
  readonly env: Readonly<Record<string, string>>;
  /** Paths of the requests to the account. */
  readonly paths: readonly string[];
  /** How often somebody asked whether the certificate was revoked; nobody is told. */
  revocationRequests(): number;
  close(): void;
}

/** Passes requests on to an account, as a real one is reached: by HTTPS, with a certificate that can be revoked. */
export async function putBehindTls(accountUrl: string, cacheFolder: string): Promise<AccountBehindTls> {
  const paths: string[] = [];
  let revocationRequests = 0;
  const responder = createServer((_request, response) => {
    revocationRequests += 1;
    response.writeHead(400).end();
  });
  const responderUrl = `http://127.0.0.1:${await listen(responder)}`;
  const authority = makeCertificateAuthority();
  const certificate = authority.certify(['localhost'], [`authorityInfoAccess=OCSP;URI:${responderUrl}/ocsp`]);
  const passOn: RequestListener = (asked, answer) => {
    const { method, headers, url = '/' } = asked;
    paths.push(url);
    const passed = request(new URL(url, accountUrl), { method, headers }, (received) => {
      answer.writeHead(received.statusCode ?? 502, received.headers);
      received.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  };
  const server = createTlsServer(certificate, passOn);
  const port = await listen(server);
  return {
    url: `https://localhost:${port}`,
    env: {
      NODE_EXTRA_CA_CERTS: authority.file,
      SF_OCSP_RESPONSE_CACHE_SERVER_URL: `${responderUrl}/collected`,
      SF_OCSP_RESPONSE_CACHE_DIR: cacheFolder,
    },
    paths,
    revocationRequests: () => revocationRequests,
    close: () => {
      server.close();
      responder.close();
      authority.close();
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
