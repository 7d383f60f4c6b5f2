import type { IncomingHttpHeaders, RequestListener } from 'node:http';

/** Names that every browser and resolver leads to this machine itself, with any port: a test may stand in between. */
const OWN_HOST = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]|(?:[\w-]+\.)*localhost)(?::\d+)?$/i;

/**
 * Lets in only what programs of this machine ask. A web page is known by its `Origin`, and a foreign name that somebody made
 * lead to 127.0.0.1 (DNS rebinding) by its `Host`. `aws/front_door.py` has the same rule for moto. Who asks is checked behind
 * this door: by a signature for AWS and SageMaker, by password and token for Snowflake.
 */
export function behindFrontDoor(answer: RequestListener): RequestListener {
  return (request, response) => {
    const reason = whyRefused(request.headers);
    if (reason === undefined) answer(request, response);
    else
      response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }).end(`${reason}\n`);
  };
}

function whyRefused({ host, origin }: IncomingHttpHeaders): string | undefined {
  if (origin !== undefined) return 'The local account answers programs, not web pages: this request names an Origin.';
  if (host !== undefined && OWN_HOST.test(host)) return undefined;
  return 'The local account answers requests to 127.0.0.1 and localhost only: this one names another Host.';
}
