import { mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The Python of the clone, with Jupyter in it. */
export function pythonOf(root: string): string {
  return join(root, '.venv', 'bin', 'python');
}

/** The folder in the clone for everything that Jupyter would otherwise write to the user's home. */
export function jupyterFolder(root: string): string {
  return join(root, '.set-up', 'jupyter');
}

export interface JupyterEnvironment extends Readonly<Record<string, string>> {
  readonly JUPYTER_RUNTIME_DIR: string;
}

/**
 * Variables that keep Jupyter inside the clone: it reads none of the user's settings and writes none.
 * Names from https://docs.jupyter.org/en/latest/use/jupyter-directories.html
 */
export function jupyterEnvironment(root: string): JupyterEnvironment {
  const folder = jupyterFolder(root);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    JUPYTER_CONFIG_DIR: join(folder, 'config'),
    JUPYTER_DATA_DIR: join(folder, 'data'),
    JUPYTER_RUNTIME_DIR: join(folder, 'runtime'),
    JUPYTERLAB_SETTINGS_DIR: join(folder, 'settings'),
    JUPYTERLAB_WORKSPACES_DIR: join(folder, 'workspaces'),
    JUPYTER_PREFER_ENV_PATH: '1',
    PATH: [join(root, '.venv', 'bin'), process.env.PATH].join(delimiter),
    PYTHONWARNINGS: 'ignore',
  };
}
