import { once } from 'node:events';
import { createServer } from 'node:net';
import { errorCode } from 'kernel-helpers/error-code';
import { UserError } from 'kernel-helpers/errors';

/** Throws a UserError when another program listens on that port of this machine. */
export async function requireFreePort(port: number): Promise<void> {
  const probe = createServer();
  try {
    probe.listen(port, '127.0.0.1');
    await once(probe, 'listening');
  } catch (cause) {
    throw new UserError(
      `Port ${port} on 127.0.0.1 ${reasonOf(cause)}. Choose another with: npm start -- --port ${alternativeTo(port)}, ` +
        'or leave --port out for a free one.',
      { cause },
    );
  } finally {
    probe.close();
  }
}

function reasonOf(cause: unknown): string {
  const code = errorCode(cause);
  if (code === 'EADDRINUSE') return 'is in use';
  if (code === 'EACCES') return 'may not be used without more rights';
  return `cannot be used (${String(cause)})`;
}

function alternativeTo(port: number): number {
  return port < 1_024 ? port + 8_000 : Math.min(port + 1, 65_535);
}
