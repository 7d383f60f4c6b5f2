import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from 'kernel-helpers/errors';
import { untilInterrupted } from '../interruption';
import { jupyterEnvironment } from '../jupyter-environment';
import { type AccountKind, openAccounts, openNewLocalAccounts } from '../notebook-accounts';
import { executeNotebook } from './execute-notebook';
import { normaliseNotebook } from './normalise-notebook';
import { type ChosenNotebooks, notebookFile, shippedNotebooks } from './shipped-notebooks';

export interface RunNotebooksOptions extends ChosenNotebooks {
  readonly root: string;
  /** Also write the outputs back into `notebooks/`, but only when every notebook ran to its end. */
  readonly save: boolean;
  readonly account: AccountKind;
  /** Do not ask before real accounts are used. */
  readonly yes: boolean;
}

/** Executes the story's notebooks, or the lessons, in order; the executed copies land in `out/notebooks/`. */
export async function runNotebooks(options: RunNotebooksOptions): Promise<void> {
  const { root, save, account: kind, yes } = options;
  if (save && kind === 'real') {
    throw new UserError('The outputs in notebooks/ come from the local account: leave out --save or --account real.');
  }
  const names = await shippedNotebooks(root, options);
  const missing = names.filter((name) => !existsSync(notebookFile(root, name)));
  if (missing.length > 0) {
    throw new UserError(`There is no notebooks/${missing.join('.ipynb, no notebooks/')}.ipynb in this clone.`);
  }
  const what = options.lessons ? 'the lessons' : 'both notebooks';
  const begun = performance.now();
  const say = (line: string) => console.log(line);
  await untilInterrupted(async (signal) => {
    // The committed outputs show a first run, so they need an account that is empty.
    const accounts = await (save
      ? openNewLocalAccounts(root)
      : openAccounts({ root, kind, doing: `Run ${what}`, yes, signal }));
    try {
      const environment = { ...accounts.environment, ...jupyterEnvironment(root) };
      for (const name of names) {
        await executeNotebook({
          root,
          notebook: notebookFile(root, name),
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
  if (save) await saveOutputs(root, names);
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  say(
    `${what.replace(/^./, (letter) => letter.toUpperCase())} ran from top to bottom in ${seconds} s; the executed copies are in out/notebooks/.`,
  );
}

async function saveOutputs(root: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await writeFile(notebookFile(root, name), normaliseNotebook(await readFile(copyOf(root, name), 'utf8')));
  }
}

function copyOf(root: string, name: string): string {
  return join(root, 'out', 'notebooks', `${name}.ipynb`);
}
