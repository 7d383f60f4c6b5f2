import type { IncomingHttpHeaders, RequestListener } from 'node:http';

/** Names that every browser and resolver takes for this machine. Any port will do: a test may put a proxy between. */
const OWN_HOST = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]|(?:[\w-]+\.)*localhost)(?::\d+)?$/i;

/**
 * Lets in only requests from programs of this machine. `Origin` shows that a web page asks; `Host` shows that somebody
 * made a foreign name point to 127.0.0.1 (DNS rebinding). `aws/front_door.py` has the same rule for moto. The services
 * themselves check who asks: AWS and SageMaker by a signature, Snowflake by password and token.
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
  if (origin !== undefined)
    return 'The local account answers programs, not web pages: this request has an Origin header.';
  if (host !== undefined && OWN_HOST.test(host)) return undefined;
  return 'The local account answers requests to 127.0.0.1 and localhost only: this request names another Host.';
}
