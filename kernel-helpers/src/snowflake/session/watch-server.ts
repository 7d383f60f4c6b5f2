import { connect } from 'node:net';

/** How often to look while a statement waits for its answer, and how long one look may take. */
const LOOK_EVERY_MILLISECONDS = 700;
const LOOK_AT_MOST_MILLISECONDS = 5000;

/**
 * Looks regularly whether a local account still takes connections: one that refuses them has been stopped, and its
 * sessions with it. The driver itself would try again for hours (snowflake-sdk 3.3.0: a thousand times, at most
 * 16 seconds apart; no option changes that). Only for this machine: elsewhere these would be thousands of connections.
 * @param tell is called once, when the server is gone.
 * @returns a function that ends the watching; calling it twice is fine.
 */
export function watchServer(accessUrl: string, tell: (reason: Error) => void): () => void {
  let isWatching = true;
  const timer = setInterval(async () => {
    const reason = await whyUnreachable(new URL(accessUrl));
    // A look that began before the end must not report after it.
    if (reason === undefined || !isWatching) return;
    end();
    tell(reason);
  }, LOOK_EVERY_MILLISECONDS);
  timer.unref();
  const end = (): void => {
    isWatching = false;
    clearInterval(timer);
  };
  return end;
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
