import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { errorCode } from 'kernel-helpers/error-code';
import { UserError } from 'kernel-helpers/errors';

/** Where a part is to listen. */
export interface WantedPort {
  readonly port: number;
  /** False: when another program has taken the port by then, any other port will do. */
  readonly isRequired: boolean;
}

/**
 * Below the ports that systems hand out by themselves (Linux from 32,768 on, macOS and Windows from 49,152 on). So the
 * system gives such a port to no other program before the account listens on it, or while the account is down.
 */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_767;
const MOST_TRIES = 100;

/** A port of the loopback interface that nothing listens on now. */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const port = randomInt(FIRST_PORT, LAST_PORT + 1);
    if (await isFree(port)) return port;
  }
  return tryPort(0);
}

/** The port if it is free, otherwise another one. */
export async function freePortLike(port: number | undefined): Promise<number> {
  return port !== undefined && (await isFree(port)) ? port : findFreePort();
}

/**
 * The caller gives the name of the option, which the error's advice mentions.
 * @throws UserError when another program already listens on the port, or when this user may not listen on it.
 */
export async function requireFreePort(port: number, purpose: string, option = '--port'): Promise<number> {
  return tryPort(port).catch((cause: unknown) => {
    const reason = isInUse(cause) ? 'is in use by another program' : 'may not be used by this user';
    throw new UserError(
      `Port ${port}, asked for as ${purpose}, ${reason}. Choose another with ${option}, or leave the option out to get a free port.`,
      { cause, facts: { port } },
    );
  });
}

/** Starts a server on a port. If another program took that port after it was found free, starts it on any free port. */
export async function startOn<Started>(
  { port, isRequired }: WantedPort,
  start: (port: number) => Promise<Started>,
): Promise<Started> {
  try {
    return await start(port);
  } catch (error) {
    if (isRequired || !isInUse(error)) throw error;
    return start(0);
  }
}

/** Whether nothing listens on a port of the loopback interface now. */
export async function isFree(port: number): Promise<boolean> {
  try {
    await tryPort(port);
    return true;
  } catch (error) {
    if (isInUse(error)) return false;
    throw error;
  }
}

async function tryPort(port: number): Promise<number> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** Whether an error, or its cause, says that the port is taken. */
function isInUse(error: unknown): boolean {
  if (errorCode(error) === 'EADDRINUSE') return true;
  return error instanceof Error && error.cause !== undefined && isInUse(error.cause);
}
