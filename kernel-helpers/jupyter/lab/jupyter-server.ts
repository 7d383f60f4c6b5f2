import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from 'kernel-helpers/error-code';
import { PlatformError } from 'kernel-helpers/errors';
import { z } from 'zod';
import { jupyterEnvironment, jupyterFolder, pythonOf } from '../jupyter-environment';
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
  /** What the server says about itself. */
  readonly logFile: string;
  /** Resolves when the server ends by itself. */
  exited(): Promise<number>;
  /** Shuts down its kernels, then the server itself. Calling it twice is fine. */
  close(): Promise<void>;
}

export interface JupyterServerOptions {
  readonly root: string;
  /** 0 means any free port. */
  readonly port: number;
  /** The page that the server opens, seen from its address, such as `lab/tree/notebooks/one.ipynb`. */
  readonly page: string;
  readonly browser: boolean;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Called with the process as soon as it runs. */
  readonly onServer?: (pid: number) => void;
}

/** Starts JupyterLab and waits until it answers. */
export async function startJupyterServer(options: JupyterServerOptions): Promise<JupyterServer> {
  const token = randomBytes(24).toString('hex');
  const jupyter = jupyterEnvironment(options.root);
  // Of each port its own: two starts side by side would write into one file.
  const logFile = join(
    jupyterFolder(options.root),
    options.port === 0 ? 'jupyterlab.log' : `jupyterlab-${options.port}.log`,
  );
  const log = openSync(logFile, 'w', 0o600);
  const server = ProcessGroup.start(pythonOf(options.root), labArguments(options), {
    cwd: options.root,
    env: { ...options.environment, ...jupyter, JUPYTER_TOKEN: token },
    // Without a terminal JupyterLab does not ask the user to confirm Ctrl-C.
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  if (server.child.pid !== undefined) options.onServer?.(server.child.pid);
  try {
    const url = await urlWhenReady({ server, logFile, runtime: jupyter.JUPYTER_RUNTIME_DIR, token }, options.signal);
    return { token, url, logFile, exited: () => server.exited(), close: () => server.close() };
  } catch (error) {
    await server.close();
    throw error;
  }
}

interface StartingServer {
  readonly server: ProcessGroup;
  readonly logFile: string;
  readonly runtime: string;
  readonly token: string;
}

async function urlWhenReady({ server, logFile, runtime, token }: StartingServer, signal: AbortSignal): Promise<string> {
  const file = join(runtime, `jpserver-${server.child.pid}.json`);
  const deadline = Date.now() + READY_WITHIN_SECONDS * 1_000;
  while (Date.now() < deadline) {
    signal.throwIfAborted();
    if (server.hasExited) {
      throw new PlatformError(
        `JupyterLab ended while it was starting. It said:\n${readFileSync(logFile, 'utf8').trim()}`,
      );
    }
    const url = await urlIn(file);
    if (url !== undefined && (await answers(url, token))) return url;
    await pause(LOOK_AGAIN_MS);
  }
  throw new PlatformError(`JupyterLab did not answer within ${READY_WITHIN_SECONDS} s. Its output is in ${logFile}.`);
}

async function urlIn(file: string): Promise<string | undefined> {
  try {
    return serverFile.parse(JSON.parse(await readFile(file, 'utf8'))).url;
  } catch (error) {
    // The file does not exist yet, or it is being written.
    if (error instanceof SyntaxError || errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function answers(url: string, token: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}api/status`, { headers: { authorization: `token ${token}` } });
    return response.ok;
  } catch (error) {
    // `fetch` reports a refused connection as an error with that cause, which may be of another realm.
    const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
    if (errorCode(cause) === 'ECONNREFUSED') return false;
    throw error;
  }
}
