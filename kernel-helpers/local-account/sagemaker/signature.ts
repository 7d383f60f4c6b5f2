import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { type Caller, type Credentials, credentialsOf } from '../aws/callers';
import { ServiceError } from './service-error';

/** A request as it came in. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const CALLERS: readonly Caller[] = ['notebook', 'job'];
/** Clients of SageMaker's API and of its runtime sign with the first name, those of Service Quotas with the second. */
const SERVICES = ['sagemaker', 'servicequotas'];
/** AWS refuses requests whose clock is further off. */
const MAX_CLOCK_SKEW_MILLISECONDS = 15 * 60 * 1000;
const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/\s,]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request,\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$/;

/**
 * Checks a request's signature (version 4) by signing it again with the caller's key. Returns who the caller is.
 * @throws ServiceError with AWS's own types when it is missing, too old, made with another key, or wrong.
 */
export async function verifySignature(request: SignedRequest, account: Credentials, region: string): Promise<Caller> {
  const header = request.headers.authorization;
  if (header === undefined)
    throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
  const match = AUTHORIZATION.exec(header);
  if (match === null) {
    throw new ServiceError(
      'IncompleteSignatureException',
      'The Authorization header is not a version 4 signature.',
      403,
    );
  }
  const [, accessKeyId, , signedRegion, signedService, signedHeaders, signature] = match;
  const caller = CALLERS.find((one) => credentialsOf(one, account).accessKeyId === accessKeyId);
  if (caller === undefined) {
    throw new ServiceError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid: it is not the key of this local account. Take it from `npx local-account env`, and unset AWS_PROFILE.',
      403,
    );
  }
  if (signedRegion !== region || !SERVICES.includes(signedService)) {
    const scope = `${signedRegion}/${signedService}`;
    throw invalidSignature(`Credential should be scoped to ${region}/${SERVICES[0]}, not to ${scope}.`);
  }
  const expected = await sign(request, signedHeaders.split(';'), credentialsOf(caller, account), {
    region,
    service: signedService,
  });
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signature))) {
    throw invalidSignature('The request signature we calculated does not match the signature you provided.');
  }
  return caller;
}

async function sign(
  request: SignedRequest,
  signedHeaders: readonly string[],
  credentials: Credentials,
  scope: { readonly region: string; readonly service: string },
): Promise<string> {
  const url = new URL(request.url, 'http://127.0.0.1');
  const headers = Object.fromEntries(signedHeaders.map((name) => [name, headerText(request.headers[name])]));
  // Do not trust the hash that the client sent: compute it from the body.
  delete headers['x-amz-content-sha256'];
  const signer = new SignatureV4({
    credentials,
    ...scope,
    sha256: Sha256,
    applyChecksum: signedHeaders.includes('x-amz-content-sha256'),
  });
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers,
      body: request.body,
    },
    { signingDate: signingDate(request.headers), signableHeaders: new Set(signedHeaders) },
  );
  return signed.headers.authorization.slice(-64);
}

function signingDate(headers: IncomingHttpHeaders): Date {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(headerText(headers['x-amz-date']));
  if (match === null)
    throw new ServiceError('IncompleteSignatureException', 'The request carries no X-Amz-Date header.', 403);
  const [, year, month, day, hour, minute, second] = match;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (!(Math.abs(Date.now() - date.getTime()) < MAX_CLOCK_SKEW_MILLISECONDS)) {
    throw invalidSignature(`Signature expired: ${match[0]} is more than 15 minutes from this machine's time.`);
  }
  return date;
}

function headerText(value: string | string[] | undefined): string {
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}

function invalidSignature(message: string): ServiceError {
  return new ServiceError('InvalidSignatureException', message, 403);
}
