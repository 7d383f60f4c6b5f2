import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jupyterFolder } from '../jupyter-environment';

/** Defaults of JupyterLab for this clone; changes that a user makes in its settings editor override them. */
const SETTING_OVERRIDES = {
  '@jupyterlab/apputils-extension:notification': { fetchNews: 'false', checkForUpdates: false },
  // JupyterLab can set the indent only for all languages at once.
  '@jupyterlab/notebook-extension:tracker': { codeCellConfig: { indentUnit: '2' } },
  '@jupyterlab/fileeditor-extension:plugin': { editorConfig: { indentUnit: '2' } },
};

/** The extension that asks whether to fetch news, and fetches them. */
const PAGE_CONFIG = { disabledExtensions: { '@jupyterlab/apputils-extension:announcements': true } };

/** The settings of our extension, by the names that its schema has. */
const SIDEBAR = 'jupyterlab-tables-and-jobs:plugin';

export type SidebarSettings = Readonly<Record<string, string | boolean>>;

/** Writes JupyterLab's configuration inside the clone, where `jupyterEnvironment` lets it look. */
export function writeLabSettings(root: string, sidebar: SidebarSettings = {}): void {
  const folder = join(jupyterFolder(root), 'config', 'labconfig');
  mkdirSync(folder, { recursive: true });
  const overrides = { ...SETTING_OVERRIDES, [SIDEBAR]: sidebar };
  writeFileSync(join(folder, 'default_setting_overrides.json'), JSON.stringify(overrides, undefined, 2));
  writeFileSync(join(folder, 'page_config.json'), JSON.stringify(PAGE_CONFIG, undefined, 2));
}

/** JupyterLab's arguments. The environment carries the token, since every user of a machine sees its command lines. */
export function labArguments(options: {
  readonly root: string;
  readonly port: number;
  readonly page: string;
  readonly browser: boolean;
}): readonly string[] {
  return [
    '-m',
    'jupyterlab',
    `--config=${join(options.root, 'kernel-helpers', 'jupyter', 'lab', 'server_config.py')}`,
    `--ServerApp.root_dir=${options.root}`,
    '--ServerApp.ip=127.0.0.1',
    `--ServerApp.port=${options.port}`,
    '--ServerApp.port_retries=0',
    '--ServerApp.allow_root=True',
    `--ServerApp.open_browser=${options.browser ? 'True' : 'False'}`,
    `--LabApp.default_url=/${options.page}`,
    '--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate',
    '--LabApp.news_url=None',
    // The kernel itself completes code; looking for language servers would run npm, which writes into the user's home.
    '--LanguageServerManager.autodetect=False',
    '--KernelSpecManager.ensure_native_kernel=False',
    '--MultiKernelManager.default_kernel_name=tslab',
    '--log-level=WARN',
  ];
}
