import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from 'kernel-helpers/errors';
import { untilInterrupted } from '../interruption';
import { jupyterEnvironment } from '../jupyter-environment';
import { type AccountKind, openAccounts, openNewLocalAccounts } from '../notebook-accounts';
import { executeNotebook } from './execute-notebook';
import { normaliseNotebook } from './normalise-notebook';

/** In the order of the story: the second reads the table that the first loads. */
export const NOTEBOOKS = ['snowflake-load-dataset', 'sagemaker-snowflake-example'] as const;

export interface RunNotebooksOptions {
  readonly root: string;
  /** Also write the outputs back into `notebooks/`, but only when every notebook ran to its end. */
  readonly save: boolean;
  readonly account: AccountKind;
  /** Do not ask before real accounts are used. */
  readonly yes: boolean;
}

/** Executes the notebooks in order; the executed copies land in `out/notebooks/`. */
export async function runNotebooks({ root, save, account: kind, yes }: RunNotebooksOptions): Promise<void> {
  if (save && kind === 'real') {
    throw new UserError('The outputs in notebooks/ come from the local account: leave out --save or --account real.');
  }
  const begun = performance.now();
  const say = (line: string) => console.log(line);
  await untilInterrupted(async (signal) => {
    // The committed outputs show a first run, so they need an account that is empty.
    const accounts = await (save
      ? openNewLocalAccounts(root)
      : openAccounts({ root, kind, doing: 'Run both notebooks', yes, signal }));
    try {
      const environment = { ...accounts.environment, ...jupyterEnvironment(root) };
      for (const name of NOTEBOOKS) {
        await executeNotebook({
          root,
          notebook: sourceOf(root, name),
          copy: copyOf(root, name),
          environment,
          say,
          signal,
        });
      }
    } finally {
      await accounts.close();
    }
  });
  if (save) await saveOutputs(root);
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  say(`Both notebooks ran from top to bottom in ${seconds} s; the executed copies are in out/notebooks/.`);
}

async function saveOutputs(root: string): Promise<void> {
  for (const name of NOTEBOOKS) {
    await writeFile(sourceOf(root, name), normaliseNotebook(await readFile(copyOf(root, name), 'utf8')));
  }
}

function sourceOf(root: string, name: string): string {
  return join(root, 'notebooks', `${name}.ipynb`);
}

function copyOf(root: string, name: string): string {
  return join(root, 'out', 'notebooks', `${name}.ipynb`);
}
