import { Command, InvalidArgumentError, Option } from 'commander';
import { exitCodeOf } from './exit-code';
import { startLab } from './lab/start-lab';
import { ACCOUNT_KINDS, type AccountKind } from './notebook-accounts';
import { runNotebooks } from './notebooks/run-notebooks';
import { NOTEBOOK_LANGUAGES, type NotebookLanguage } from './notebooks/shipped-notebooks';

interface AccountFlags {
  readonly account: AccountKind;
  readonly yes?: boolean;
}

interface NotebooksFlags extends AccountFlags {
  readonly save?: boolean;
  readonly lessons?: boolean;
  readonly language: NotebookLanguage;
}

/** Runs one of the root's npm scripts in a clone that is set up. Returns the exit code. */
export function runCommandOfClone(root: string, command: string, args: readonly string[]): Promise<number> {
  const program = new Command('npm run').exitOverride();
  program
    .command('start')
    .description('run JupyterLab with the notebooks, until Ctrl-C')
    .addOption(accountOption())
    .option('--yes', 'do not ask before real accounts are used')
    .option('--port <number>', 'the port on 127.0.0.1; by default that of the last start', parsePort)
    .option('--no-browser', 'print the address, but open no browser')
    .action(({ port, browser, account, yes = false }: AccountFlags & { port?: number; browser: boolean }) =>
      startLab({ root, port, browser, account, yes }),
    );
  program
    .command('notebooks')
    .description('run both notebooks from top to bottom, or the lessons, without a browser')
    .addOption(accountOption())
    .option('--yes', 'do not ask before real accounts are used')
    .option('--save', 'also write their outputs back into notebooks/')
    .option('--lessons', 'the lessons in notebooks/lessons/ in place of the two notebooks')
    .addOption(new Option('--language <language>', 'which ones').choices(NOTEBOOK_LANGUAGES).default('en'))
    .action(({ save = false, lessons = false, language, account, yes = false }: NotebooksFlags) =>
      runNotebooks({ root, save, lessons, language, account, yes }),
    );
  return exitCodeOf(() => program.parseAsync([command, ...args], { from: 'user' }));
}

function accountOption(): Option {
  return new Option('--account <kind>', "the account on this machine, or your own accounts of this terminal's settings")
    .choices(ACCOUNT_KINDS)
    .default('local');
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new InvalidArgumentError('Give a number from 1 to 65535, or leave it out for a free port.');
  }
  return port;
}
