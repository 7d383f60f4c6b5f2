import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findFreePort } from 'local-account/machine/ports';
import { z } from 'zod';
import { pythonOf } from '../../../kernel-helpers/jupyter/jupyter-environment';
import { type JupyterServer, startJupyterServer } from '../../../kernel-helpers/jupyter/lab/jupyter-server';
import { writeLabSettings } from '../../../kernel-helpers/jupyter/lab/lab-settings';
import { ROOT } from '../../support/clone';
import { makeTemporaryFolder } from '../../support/temporary-folder';

const home = makeTemporaryFolder('home');
let port: number;
let server: JupyterServer;
/** What the browser keeps of a tab that was opened at the first start. */
let cookie: string;

beforeAll(async () => {
  writeLabSettings(ROOT);
  port = await findFreePort();
  server = await start();
  const opened = await fetch(`${server.url}lab?token=${server.token}`, { redirect: 'manual' });
  cookie = opened.headers
    .getSetCookie()
    .map((text) => text.split(';', 1)[0])
    .join('; ');
}, 120_000);

function start(): Promise<JupyterServer> {
  return startJupyterServer({
    root: ROOT,
    port,
    page: 'lab/tree/notebooks/snowflake-load-dataset.ipynb',
    browser: false,
    environment: { ...process.env, HOME: home.path },
    signal: new AbortController().signal,
  });
}

afterAll(async () => {
  await server.close();
  home.close();
});

describe('JupyterLab of this clone', () => {
  test('listens on the loopback address and answers only requests with its token', async () => {
    expect(new URL(server.url).hostname).toMatch(/^(127\.0\.0\.1|localhost)$/);
    expect((await fetch(`${server.url}api/contents`)).status).toBe(403);
    expect((await ask('api/contents')).status).toBe(200);
  });

  test('offers the TypeScript kernel first', async () => {
    expect(await json('api/kernelspecs')).toMatchObject({ default: 'tslab', kernelspecs: { tslab: {} } });
  });

  test('has news and update checks switched off', async () => {
    const page = await (await ask('lab')).text();

    expect(await json('lab/api/settings/@jupyterlab/apputils-extension:notification')).toMatchObject({
      schema: { properties: { fetchNews: { default: 'false' }, checkForUpdates: { default: false } } },
    });
    expect(page).toContain('@jupyterlab/apputils-extension:announcements');
  });

  test('shows notifications, and indents by two spaces', async () => {
    expect(await json('lab/api/settings/@jupyterlab/apputils-extension:notification')).toMatchObject({
      schema: { properties: { doNotDisturbMode: { default: false } } },
    });
    expect(await json('lab/api/settings/@jupyterlab/notebook-extension:tracker')).toMatchObject({
      schema: { properties: { codeCellConfig: { default: { indentUnit: '2' } } } },
    });
    expect(await json('lab/api/settings/@jupyterlab/fileeditor-extension:plugin')).toMatchObject({
      schema: { properties: { editorConfig: { default: { indentUnit: '2' } } } },
    });
  });

  test('shows the logo of the kernel', async () => {
    const { kernelspecs } = z
      .object({ kernelspecs: z.object({ tslab: z.object({ resources: z.record(z.string(), z.string()) }) }) })
      .parse(await json('api/kernelspecs'));

    const { resources } = kernelspecs.tslab;
    expect(Object.keys(resources).sort()).toEqual(['logo-64x64', 'logo-svg']);
    for (const path of Object.values(resources)) expect((await ask(path.slice(1))).status).toBe(200);
  });

  test('sends every message of a kernel at once, without waiting for the browser to acknowledge the one before', () => {
    const program = `
from traitlets.config import PyFileConfigLoader
from unittest.mock import MagicMock
config = PyFileConfigLoader(${JSON.stringify(join(ROOT, 'kernel-helpers/jupyter/lab/server_config.py'))}).load_config()
connect = config.ServerApp.kernel_websocket_connection_class.connect
connection = MagicMock()
try:
    connect(connection)
except TypeError:
    pass # the mock is no connection, so the rest is not called
print(connection.websocket_handler.set_nodelay.call_args)`;

    expect(execFileSync(pythonOf(ROOT), ['-c', program], { encoding: 'utf8' })).toBe('call(True)\n');
  });

  test('writes its log into a file of its port, apart from that of a start beside it', () => {
    expect(basename(server.logFile)).toBe(`jupyterlab-${port}.log`);
  });

  test('writes nothing into the user’s home', () => {
    expect(readdirSync(home.path)).toEqual([]);
  });

  test('ends with its kernels when it is closed, and may be closed twice', async () => {
    const kernel = await ask('api/kernels', { method: 'POST', body: JSON.stringify({ name: 'tslab' }) });
    expect(kernel.status).toBe(201);

    await server.close();
    await server.close();

    await expect(fetch(server.url)).rejects.toThrow();
    expect(kernelsThatRun()).toEqual([]);
  });

  // Each start has a token of its own. A tab that stays open knows only that of its first start, and has its cookie.
  test('lets an open tab in without a token after it was started again', async () => {
    server = await start();
    const status = async (headers: Record<string, string>) =>
      (await fetch(`${server.url}api/contents`, { headers })).status;
    expect([await status({}), await status({ cookie })]).toEqual([403, 200]);
  }, 60_000);
});

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${server.url}${path}`, { ...init, headers: { authorization: `token ${server.token}` } });
}

async function json(path: string): Promise<unknown> {
  return (await ask(path)).json();
}

/** Kernels of this server have their connection file in the clone's own runtime folder. */
function kernelsThatRun(): readonly string[] {
  const runtime = join(ROOT, '.set-up', 'jupyter', 'runtime');
  if (!existsSync(runtime)) return [];
  return execFileSync('ps', ['-axww', '-o', 'args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(join(runtime, 'kernel-')));
}
