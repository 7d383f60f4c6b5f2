import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { SentRequest } from './proxied-network';

/** What a service of AWS's is on this machine. */
export interface OwnService {
  readonly url: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * Signs a request for AWS again under the name that the service has on this machine, because the name of the host is
 * a part of a signature. A bucket in the host's name moves into the path.
 */
export function signAgain({ url, ...credentials }: OwnService): (request: SentRequest) => Promise<SentRequest> {
  const { hostname, host } = new URL(url);
  return async ({ method, path, headers: { host: name = '', authorization, ...rest }, body }) => {
    const [, region, service] = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(authorization ?? '') ?? [];
    if (region === undefined) throw new Error(`The request ${method} ${path} to ${name} has no signature.`);
    const [, bucket] = /^(.+)\.s3\./.exec(name) ?? [];
    const { pathname, search, searchParams } = new URL(bucket === undefined ? path : `/${bucket}${path}`, url);
    const signer = new SignatureV4({ credentials, region, service, sha256: Sha256, uriEscapePath: service !== 's3' });
    const { 'x-amz-security-token': _token, connection: _connection, ...headers } = rest;
    const signed = await signer.sign({
      method,
      protocol: 'http:',
      hostname,
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: { ...(headers as Record<string, string>), host },
      body,
    });
    return { method, path: `${pathname}${search}`, headers: signed.headers, body };
  };
}
