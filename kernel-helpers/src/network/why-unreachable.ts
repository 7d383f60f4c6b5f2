import { errorCode } from '../error-code';
import { isPlatformError, isUserError, type PlatformError, type UserError } from '../errors';
import { proxyFor } from './proxy';

/** Node's codes of a certificate that it does not trust (nodejs.org/api/tls.html, "X509 certificate error codes"). */
const UNTRUSTED = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];
const WRONG_TIME = ['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED'];

/** A sentence about a host that a request did not reach, with what to do. It names the proxy, if there is one. */
export function whyUnreachable(url: URL | string, error: unknown): string {
  const { host } = new URL(url);
  const reason = ownErrorIn(error)?.message ?? certificateAdvice(error);
  if (reason !== undefined) return `${host} cannot be reached: ${reason}`;
  const code = firstCode(error);
  const proxy = proxyFor(url);
  const way = proxy === undefined ? '' : ` through the proxy ${proxy.name}`;
  const why = code === undefined ? '' : ` (${code})`;
  return `${host} cannot be reached${way}${why}. Check that network, proxy and firewall let this host through, and run it again.`;
}

/** What to do about a certificate that Node.js does not accept; undefined for any other failure. */
export function certificateAdvice(error: unknown): string | undefined {
  const code = causes(error)
    .map(errorCode)
    .find((one) => one !== undefined && [...UNTRUSTED, ...WRONG_TIME].includes(one));
  if (code === undefined) return undefined;
  if (WRONG_TIME.includes(code)) return `its certificate is not valid now (${code}). Check this machine's clock.`;
  return `Node.js does not trust its certificate (${code}). If your network inspects TLS, set NODE_EXTRA_CA_CERTS to the file with its certificates, and then start the kernel again, or JupyterLab if it was set outside.`;
}

/** Our own error about a proxy, which the libraries that send requests wrap in theirs. */
export function ownErrorIn(error: unknown): UserError | PlatformError | undefined {
  return causes(error).find((one): one is UserError | PlatformError => isUserError(one) || isPlatformError(one));
}

/** `fetch` itself says only that it failed; its cause has the code. */
function firstCode(error: unknown): string | undefined {
  return causes(error)
    .map(errorCode)
    .find((code) => code !== undefined);
}

function causes(error: unknown): readonly unknown[] {
  if (typeof error !== 'object' || error === null) return [];
  return [error, ...('cause' in error ? causes(error.cause) : [])];
}
