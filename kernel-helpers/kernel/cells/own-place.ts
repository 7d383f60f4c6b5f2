import { basename, join } from 'node:path';

/** Jupyter's server names the kernel's notebook in this variable; other programs that start kernels do not set it. */
export const NOTEBOOK_VARIABLE = 'JPY_SESSION_NAME';

/** The file that cells see as their own: in `import.meta`, `__filename` and `__dirname`. */
export function notebookFile(directory: string): string {
  return join(directory, basename(process.env[NOTEBOOK_VARIABLE] ?? 'notebook.ipynb'));
}
