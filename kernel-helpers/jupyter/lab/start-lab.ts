import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { PlatformError } from 'kernel-helpers/errors';
import { requireFreePort } from 'local-account/dist/machine/ports';
import { InterruptedError } from '../exit-code';
import { untilInterrupted } from '../interruption';
import { jupyterEnvironment, pythonOf } from '../jupyter-environment';
import { type AccountKind, type NotebookAccounts, openAccounts } from '../notebook-accounts';
import { allNotebookFiles, FIRST_NOTEBOOK } from '../notebooks/shipped-notebooks';
import { startJupyterServer } from './jupyter-server';
import { keepPort, portForNextStart } from './kept-ports';
import { type SidebarSettings, writeLabSettings } from './lab-settings';
import { endLeftovers, Started } from './started';

const run = promisify(execFile);

export interface StartLabOptions {
  readonly root: string;
  /** @default the latest port of an earlier start that is free, so that a tab that is still open connects again */
  readonly port?: number | undefined;
  /** Open a browser where there is a display. */
  readonly browser: boolean;
  readonly account: AccountKind;
  /** Do not ask before real accounts are used. */
  readonly yes: boolean;
  /** The page to open, seen from the address of the server. @default the first notebook of the story */
  readonly page?: string;
  /** For the question before real accounts are used. @default 'Start JupyterLab' */
  readonly doing?: string;
  /** Said below the address. */
  readonly hint?: string;
  /** Defaults of our extension's settings. */
  readonly sidebar?: SidebarSettings;
}

const FIRST_PAGE = `lab/tree/notebooks/${FIRST_NOTEBOOK}.ipynb`;

/** JupyterLab with the notebooks, until Ctrl-C ends it and the local account that it started. */
export async function startLab(options: StartLabOptions): Promise<void> {
  const {
    root,
    port,
    browser,
    account: kind,
    yes,
    page = FIRST_PAGE,
    doing = 'Start JupyterLab',
    hint,
    sidebar,
  } = options;
  if (port !== undefined) await requireFreePort(port, 'the port of JupyterLab', 'npm start -- --port');
  await untilInterrupted(async (signal) => {
    const { leftAccount } = endLeftovers(root, (line) => console.log(line));
    const started = Started.begin(root);
    // Noted before the account runs, so that the next start ends it even if this one is killed in between.
    if (leftAccount) started?.noteOwnAccount();
    const request = { root, kind, doing, yes, isLeftOver: leftAccount, signal };
    const accounts = await openAccounts(request);
    if (accounts.isOwn) started?.noteOwnAccount();
    try {
      writeLabSettings(root, sidebar);
      await trustNotebooks(root);
      await serveUntilStopped({
        root,
        port: port ?? (await portForNextStart(root)),
        browser,
        page,
        hint,
        accounts,
        signal,
        onServer: (pid) => started?.noteServer(pid),
      });
    } finally {
      console.log(`Stopping. ${accounts.farewell}`);
      await accounts.close();
      started?.end();
    }
  }).catch((error: unknown) => {
    // Ctrl-C is the usual way to end this command.
    if (!(error instanceof InterruptedError)) throw error;
  });
}

async function serveUntilStopped(options: {
  readonly root: string;
  readonly port: number;
  readonly browser: boolean;
  readonly page: string;
  readonly hint: string | undefined;
  readonly accounts: NotebookAccounts;
  readonly signal: AbortSignal;
  readonly onServer: (pid: number) => void;
}): Promise<void> {
  const { signal, accounts, page, hint } = options;
  const server = await startJupyterServer({
    ...options,
    environment: accounts.environment,
    browser: options.browser && hasDisplay(),
  });
  try {
    keepPort(options.root, Number(new URL(server.url).port));
    const separator = page.includes('?') ? '&' : '?';
    console.log(
      `\nJupyterLab runs on ${accounts.name}:\n\n    ${server.url}${page}${separator}token=${server.token}\n`,
    );
    if (hint !== undefined) console.log(hint);
    console.log('Ctrl-C stops it.');
    const ended = server.exited().then((code) => {
      if (!signal.aborted)
        throw new PlatformError(`JupyterLab ended by itself (exit code ${code}). Its output is in ${server.logFile}.`);
    });
    await Promise.race([ended, aborted(signal)]);
  } finally {
    await server.close();
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** Signs the committed outputs, so that JupyterLab draws their charts before any cell is run. */
async function trustNotebooks(root: string): Promise<void> {
  const files = await allNotebookFiles(root);
  const env = { ...process.env, ...jupyterEnvironment(root) };
  await run(pythonOf(root), ['-m', 'nbformat.sign', ...files], { env });
}

function hasDisplay(): boolean {
  return process.platform === 'darwin' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}
