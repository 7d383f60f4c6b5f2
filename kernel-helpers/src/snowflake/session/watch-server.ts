import { connect } from 'node:net';
import { isOnThisMachine } from '../../this-machine';

/** How often to look while a statement waits for its answer, and how long one look may take. */
const LOOK_EVERY_MILLISECONDS = 700;
const LOOK_AT_MOST_MILLISECONDS = 5000;

/** A single refusal can be a short fault of the network. */
const REFUSALS_THAT_COUNT = 3;

/**
 * Looks regularly whether the server still takes connections. The driver itself would try again for hours
 * (snowflake-sdk 3.3.0: a thousand times, at most 16 seconds apart; no option changes that).
 * @param tell is called once, when the server is gone.
 * @returns a function that ends the watching; calling it twice is fine.
 */
export function watchServer(accessUrl: string, tell: (reason: Error) => void): () => void {
  // Behind a proxy a direct connection says nothing.
  if (process.env.HTTPS_PROXY ?? process.env.https_proxy ?? process.env.HTTP_PROXY ?? process.env.http_proxy) {
    return () => undefined;
  }
  // A local account that refuses connections has been stopped, and its sessions with it.
  const enough = isOnThisMachine(accessUrl) ? 1 : REFUSALS_THAT_COUNT;
  let refusals = 0;
  const timer = setInterval(async () => {
    const reason = await whyUnreachable(new URL(accessUrl));
    refusals = reason === undefined ? 0 : refusals + 1;
    if (reason === undefined || refusals !== enough) return;
    clearInterval(timer);
    tell(reason);
  }, LOOK_EVERY_MILLISECONDS);
  timer.unref();
  return () => {
    // A look that has begun must not report any more.
    refusals = Number.NEGATIVE_INFINITY;
    clearInterval(timer);
  };
}

async function whyUnreachable({ protocol, hostname, port }: URL): Promise<Error | undefined> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket = connect({ host, port: port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port) });
  try {
    return await new Promise<Error | undefined>((resolve) => {
      socket.setTimeout(LOOK_AT_MOST_MILLISECONDS, () => resolve(new Error(`${host} did not answer in time`)));
      socket.once('connect', () => resolve(undefined));
      socket.once('error', resolve);
    });
  } finally {
    socket.destroy();
  }
}
