import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { messageOf } from 'kernel-helpers/errors';
import { readNotebook } from '../notebook-runner/notebook-file';
import { sayOnStderr } from '../own-stderr';
import { exportNotebook } from './export-notebook';

/**
 * `node main.js <path>` with the notebook on standard input writes the script on standard output, as JSON: `{ script,
 * files }`. The path says where the notebook lies or would lie.
 */
function main(path = 'notebook.ipynb'): void {
  try {
    const notebook = readNotebook(path, readFileSync(0, 'utf8'));
    process.stdout.write(JSON.stringify(exportNotebook(notebook, resolve(path))));
  } catch (error) {
    sayOnStderr(messageOf(error));
    process.exitCode = 1;
  }
}

main(process.argv[2]);
