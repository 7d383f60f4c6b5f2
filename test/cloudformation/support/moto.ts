import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../support/clone';
import { findFreePort } from '../../support/free-port';
import { until } from '../../support/until';

/** An AWS on this machine without the local account: its own S3, and notebook instances. */
export interface Moto {
  readonly url: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  close(): Promise<void>;
}

export async function startMoto(folder: string): Promise<Moto> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const log = openSync(join(folder, 'moto.log'), 'w');
  const server = spawn(join(ROOT, '.venv/bin/moto_server'), ['--host', '127.0.0.1', '--port', String(port)], {
    stdio: ['ignore', log, log],
  });
  await until(async () => (await fetch(url).catch(() => undefined)) !== undefined);
  return {
    url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    close: async () => {
      if (server.exitCode !== null) return;
      const exit = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await exit;
    },
  };
}
