import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endOrKill } from '../../../support/end-or-kill';
import { type InstalledForTest, installForTest } from './installed-kernel';
import { REPOSITORY } from './kernel-client';

const READY_WITHIN_MS = 60_000;
const ENDED_WITHIN_MS = 10_000;

/** A cell of the notebook that JupyterLab opens. */
export interface CellForTest {
  /** @default 'code' */
  readonly type?: 'code' | 'markdown';
  readonly source: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface LabOptions {
  /** What JupyterLab and its kernels find in their environment besides this process's own, such as an account. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Folders of built JupyterLab extensions by the name under which they are installed. */
  readonly extensions?: Readonly<Record<string, string>>;
  /** Defaults of JupyterLab's settings by plugin. */
  readonly settings?: Readonly<Record<string, object>>;
  /** Sends small messages at once, as the server of `npm start` does. @default false */
  readonly isPrompt?: boolean;
}

/** A separate JupyterLab with this kernel and one notebook, which finds the packages of this clone. */
export class LabForTest {
  private constructor(
    /** The address that opens the notebook. */
    readonly url: string,
    /** The file of the notebook. */
    readonly notebook: string,
    private readonly server: ChildProcess,
    private readonly directory: string,
    private readonly installed: InstalledForTest,
  ) {}

  static async start(
    cells: readonly CellForTest[],
    { environment = {}, extensions = {}, settings = {}, isPrompt = false }: LabOptions = {},
  ): Promise<LabForTest> {
    const installed = await installForTest();
    const directory = mkdtempSync(join(tmpdir(), 'lab-test-'));
    const notebook = join(directory, 'shown.ipynb');
    writeFileSync(notebook, JSON.stringify(notebookOf(cells)));
    symlinkSync(join(REPOSITORY, 'node_modules'), join(directory, 'node_modules'));
    const folder = (name: string) => join(directory, '.jupyter', name);
    disableAnnouncements(folder('config'));
    writeDefaultSettings(folder('config'), settings);
    // Jupyter looks there before `.venv`, where another build of the same extension may be installed.
    linkExtensions(installed.env.JUPYTER_PATH, extensions);
    const parameters = [
      '-m',
      'jupyterlab',
      '--no-browser',
      '--allow-root',
      '--ip=127.0.0.1',
      '--port=0',
      '--LabApp.expose_app_in_browser=True',
      ...(isPrompt ? [`--config=${join(REPOSITORY, 'kernel-helpers/jupyter/lab/server_config.py')}`] : []),
    ];
    // A developer names the Python of another JupyterLab to try an older or a newer one.
    const python = process.env.JUPYTERLAB_PYTHON ?? join(REPOSITORY, '.venv/bin/python');
    const server = spawn(python, [...parameters, '--IdentityProvider.token=test'], {
      cwd: directory,
      env: {
        ...process.env,
        ...environment,
        ...installed.env,
        JUPYTER_CONFIG_DIR: folder('config'),
        JUPYTER_DATA_DIR: folder('data'),
        JUPYTER_RUNTIME_DIR: folder('runtime'),
        JUPYTERLAB_SETTINGS_DIR: folder('settings'),
        JUPYTERLAB_WORKSPACES_DIR: folder('workspaces'),
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const root = await addressOf(server);
    return new LabForTest(`${root}/lab/tree/shown.ipynb?token=test`, notebook, server, directory, installed);
  }

  /**
   * Ends the server, by force if necessary: when it has ended its kernels, it can wait forever for an idle thread
   * (jupyterlab issue 10442). `npm start` does the same.
   */
  async close(): Promise<void> {
    await endOrKill(this.server, () => this.server.kill('SIGTERM'), ENDED_WITHIN_MS);
    rmSync(this.directory, { recursive: true, force: true });
    this.installed.remove();
  }
}

/** The extension that asks whether to fetch news; its question would cover a part of the pictures. */
function disableAnnouncements(configuration: string): void {
  const pageConfig = { disabledExtensions: { '@jupyterlab/apputils-extension:announcements': true } };
  mkdirSync(join(configuration, 'labconfig'), { recursive: true });
  writeFileSync(join(configuration, 'labconfig/page_config.json'), JSON.stringify(pageConfig));
}

function writeDefaultSettings(configuration: string, settings: Readonly<Record<string, object>>): void {
  writeFileSync(join(configuration, 'labconfig/default_setting_overrides.json'), JSON.stringify(settings));
}

function linkExtensions(data: string, extensions: Readonly<Record<string, string>>): void {
  mkdirSync(join(data, 'labextensions'), { recursive: true });
  for (const [name, folder] of Object.entries(extensions)) symlinkSync(folder, join(data, 'labextensions', name));
}

async function addressOf(server: ChildProcess): Promise<string> {
  let printed = '';
  const deadline = setTimeout(() => server.kill('SIGKILL'), READY_WITHIN_MS);
  try {
    for await (const chunk of server.stderr ?? []) {
      printed += String(chunk);
      const [, root] = /(http:\/\/127\.0\.0\.1:\d+)\/lab\?token=/.exec(printed) ?? [];
      if (root !== undefined) break;
    }
  } finally {
    clearTimeout(deadline);
  }
  const [, root] = /(http:\/\/127\.0\.0\.1:\d+)\/lab\?token=/.exec(printed) ?? [];
  if (root === undefined) throw new Error(`JupyterLab did not start.\n${printed}`);
  server.stderr?.resume();
  return root;
}

function notebookOf(cells: readonly CellForTest[]): object {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' } },
    cells: cells.map(({ type = 'code', source, metadata = {} }, index) => {
      const cell = { cell_type: type, id: `c${index}`, metadata, source };
      return type === 'code' ? { ...cell, outputs: [], execution_count: null } : cell;
    }),
  };
}
