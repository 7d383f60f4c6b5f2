import { once } from 'node:events';
import { createServer } from 'node:net';
import { UserError } from 'kernel-helpers/errors';
import { errorCode } from './error-code';

/** A port of the loopback interface that nothing listens on now. */
export async function findFreePort(): Promise<number> {
  return tryPort(0);
}

/** The port when it is free, or else any other (0). */
export async function portOrAny(port: number | undefined): Promise<number> {
  if (port === undefined) return 0;
  return tryPort(port).catch((error: unknown) => {
    if (isInUse(error)) return 0;
    throw error;
  });
}

/** @throws UserError when something listens on the port already, or when this user may not. */
export async function requireFreePort(port: number, purpose: string): Promise<number> {
  return tryPort(port).catch((cause: unknown) => {
    const reason = isInUse(cause) ? 'is in use by another program' : 'may not be used by this user';
    throw new UserError(
      `Port ${port}, asked for as ${purpose}, ${reason}. Choose another with --port, or leave it out to have free ones chosen.`,
      { cause, facts: { port } },
    );
  });
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

function isInUse(error: unknown): boolean {
  return errorCode(error) === 'EADDRINUSE';
}
