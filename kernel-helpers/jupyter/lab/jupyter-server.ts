import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PlatformError } from 'kernel-helpers/errors';
import { z } from 'zod';
import { jupyterEnvironment, pythonOf } from '../jupyter-environment';
import { ProcessGroup } from '../process-group';
import { labArguments } from './lab-settings';

const READY_WITHIN_SECONDS = 90;
const LOOK_AGAIN_MS = 100;

/** What a Jupyter server writes about itself when it listens. */
const serverFile = z.object({ url: z.string(), port: z.number() });

export interface JupyterServer {
  readonly token: string;
  /** The address of its root, ending in `/`. */
  readonly url: string;
  /** Settles when the server ends by itself. */
  exited(): Promise<number>;
  /** Shuts its kernels down, then itself. Twice is fine. */
  close(): Promise<void>;
}

export interface JupyterServerOptions {
  readonly root: string;
  /** 0 for a free one. */
  readonly port: number;
  readonly openPath: string;
  readonly browser: boolean;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** Starts JupyterLab and waits until it answers. */
export async function startJupyterServer(options: JupyterServerOptions): Promise<JupyterServer> {
  const token = randomBytes(24).toString('hex');
  const jupyter = jupyterEnvironment(options.root);
  const server = ProcessGroup.start(pythonOf(options.root), labArguments(options), {
    cwd: options.root,
    env: { ...options.environment, ...jupyter, JUPYTER_TOKEN: token },
    // Without a terminal it does not ask whether Ctrl-C was meant.
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  try {
    const url = await urlWhenReady(server, jupyter.JUPYTER_RUNTIME_DIR, token, options.signal);
    return { token, url, exited: () => server.exited(), close: () => server.close() };
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function urlWhenReady(
  server: ProcessGroup,
  runtime: string,
  token: string,
  signal: AbortSignal,
): Promise<string> {
  const file = join(runtime, `jpserver-${server.child.pid}.json`);
  const deadline = Date.now() + READY_WITHIN_SECONDS * 1_000;
  while (Date.now() < deadline) {
    signal.throwIfAborted();
    if (server.hasExited) throw new PlatformError('JupyterLab ended while it was starting; its reason stands above.');
    const url = await urlIn(file);
    if (url !== undefined && (await answers(url, token))) return url;
    await pause(LOOK_AGAIN_MS);
  }
  throw new PlatformError(`JupyterLab did not answer within ${READY_WITHIN_SECONDS} s. Run the same command again.`);
}

async function urlIn(file: string): Promise<string | undefined> {
  try {
    return serverFile.parse(JSON.parse(await readFile(file, 'utf8'))).url;
  } catch (error) {
    // Not written yet, or just being written.
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      return undefined;
    }
    throw error;
  }
}

async function answers(url: string, token: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}api/status`, { headers: { authorization: `token ${token}` } });
    return response.ok;
  } catch (error) {
    // `fetch` reports a refused connection as a TypeError.
    if (error instanceof TypeError) return false;
    throw error;
  }
}
