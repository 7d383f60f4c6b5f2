import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connect } from 'kernel-helpers/cell-api/connect';
import type { ConnectOptions } from 'kernel-helpers/snowflake/connect';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { makeTemporaryFolder } from '../../support/temporary-folder';

export const LOGIN = { account: 'local', user: 'trainer', password: 'correct-horse-battery' } as const;
const STARTS_WITHIN_SECONDS = 30;

export interface LocalSnowflake {
  readonly url: string;
  /** Logs in; the session ends when the server stops, if not earlier. */
  connect(options?: ConnectOptions): Promise<Snowflake>;
  close(): Promise<void>;
}

/** A Snowflake account of the test's own with a warehouse WH and a schema DB.S, over real HTTP and the real driver. */
export async function startLocalSnowflake(): Promise<LocalSnowflake> {
  const folder = makeTemporaryFolder('local-snowflake');
  const server = await startServer(folder.path);
  const sessions: Snowflake[] = [];
  const logIn = async (options: ConnectOptions = {}): Promise<Snowflake> => {
    const names = { warehouse: 'WH', database: 'DB', schema: 'S' };
    const session = await connect({ ...LOGIN, accessUrl: server.url, ...names, ...options });
    sessions.push(session);
    return session;
  };
  const admin = await logIn();
  await admin.sql`create warehouse WH warehouse_size = xsmall`;
  await admin.sql`create database DB`;
  await admin.sql`create schema DB.S`;
  return {
    url: server.url,
    connect: logIn,
    close: async () => {
      for (const session of sessions) await session.close();
      await server.close();
      folder.close();
    },
  };
}

async function startServer(directory: string): Promise<{ readonly url: string; close(): Promise<void> }> {
  const program = join(__dirname, 'serve-local-snowflake.cjs');
  const child = spawn(process.execPath, [program, directory, LOGIN.account, LOGIN.user, LOGIN.password], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const firstLine = once(createInterface(child.stdout), 'line', {
    signal: AbortSignal.timeout(STARTS_WITHIN_SECONDS * 1000),
  });
  const [url] = await Promise.race([
    firstLine,
    exited.then(() => Promise.reject(new Error('The local Snowflake did not start.'))),
  ]);
  return {
    url: String(url),
    close: async () => {
      child.stdin.end();
      await exited;
    },
  };
}
