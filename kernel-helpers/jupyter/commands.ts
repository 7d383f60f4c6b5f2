import { Command, InvalidArgumentError } from 'commander';
import { exitCodeOf } from './exit-code';
import { startLab } from './lab/start-lab';
import { runNotebooks } from './notebooks/run-notebooks';

/** Runs one of the root's npm scripts in a clone that is set up. Returns the exit code. */
export function runCommandOfClone(root: string, command: string, args: readonly string[]): Promise<number> {
  const program = new Command('npm run').exitOverride();
  program
    .command('start')
    .description('run JupyterLab with the notebooks on the local account, until Ctrl-C')
    .option('--port <number>', 'the port on 127.0.0.1; by default any free one', parsePort)
    .option('--no-browser', 'print the address, but open no browser')
    .action((flags: { port?: number; browser: boolean }) =>
      startLab({ root, port: flags.port, browser: flags.browser }),
    );
  program
    .command('notebooks')
    .description('run both notebooks from top to bottom, without a browser')
    .option('--save', 'also write their outputs back into notebooks/')
    .action((flags: { save?: boolean }) => runNotebooks({ root, save: flags.save === true }));
  return exitCodeOf(() => program.parseAsync([command, ...args], { from: 'user' }));
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new InvalidArgumentError('Give a number from 1 to 65535, or leave it out for a free port.');
  }
  return port;
}
