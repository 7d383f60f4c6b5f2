import { existsSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { messageOf, PlatformError, UserError } from 'kernel-helpers/errors';
import { readNotebook } from '../notebook-runner/notebook-file';
import { exportNotebook } from './export-notebook';

/**
 * Writes a notebook as a script, over an older one, and its `@module` cells as files beside that script.
 * @param output by default beside the notebook, under its name; imports of the user's own files are those of the notebook's folder
 * @returns the paths that were written, the script first
 */
export function exportNotebookFile(path: string, output?: string): readonly string[] {
  const notebook = resolve(path);
  if (!existsSync(notebook)) throw new UserError(`There is no notebook ${notebook}. Give the path of an .ipynb file.`);
  const script = resolve(output ?? join(dirname(notebook), `${basename(notebook, '.ipynb')}.ts`));
  const exported = exportNotebook(readNotebook(notebook), notebook);
  const files: readonly (readonly [string, string])[] = [
    [script, exported.script],
    ...Object.entries(exported.files).map(([name, text]) => [join(dirname(script), name), text] as const),
  ];
  for (const [file, text] of files) write(file, text);
  return files.map(([file]) => file);
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new PlatformError(
      `${file} cannot be written. Make its folder, or choose another place with --output. ${messageOf(cause)}`,
      { cause },
    );
  }
}
