import { Command, InvalidArgumentError, Option } from 'commander';
import { playDemo } from './demo/play-demo';
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

interface DemoFlags extends AccountFlags {
  readonly pace: number;
  readonly zoom: number;
  readonly notebook?: string;
  readonly from?: string;
  readonly language: NotebookLanguage;
  readonly port?: number;
  readonly browser: boolean;
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
    .command('demo')
    .description('play the story in JupyterLab at a speaker’s pace, until Ctrl-C')
    .addOption(accountOption())
    .option('--yes', 'do not ask before real accounts are used')
    .option('--pace <number>', 'how long the pauses are: 2 twice as long, 0.5 half as long, 0 none', parsePace, 1)
    .option('--zoom <number>', 'how large the cells are: 1.4 for a large room', parseZoom, 1)
    .option('--notebook <name>', 'play this notebook alone; a part of its path below notebooks/ is enough')
    .option('--from <heading>', 'run without pauses up to this heading, or to the cell with this number')
    .addOption(
      new Option('--language <code>', 'of the notebooks and the sidebar').choices(NOTEBOOK_LANGUAGES).default('en'),
    )
    .option('--port <number>', 'the port on 127.0.0.1; by default that of the last start', parsePort)
    .option('--no-browser', 'print the address, but open no browser')
    .action(({ yes = false, ...flags }: DemoFlags) => playDemo({ root, yes, ...flags }));
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

function parsePace(text: string): number {
  const pace = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(pace) || pace < 0) throw new InvalidArgumentError('Give a number that is not negative.');
  return pace;
}

function parseZoom(text: string): number {
  const zoom = Number(text);
  if (!(zoom >= 0.5 && zoom <= 3)) throw new InvalidArgumentError('Give a number from 0.5 to 3.');
  return zoom;
}
