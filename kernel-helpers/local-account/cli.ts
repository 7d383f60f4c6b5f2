import { Command, InvalidArgumentError } from 'commander';
import { isPlatformError, isUserError, messageOf, UserError } from 'kernel-helpers/errors';
import { keepCredentials } from './account/credentials';
import { takeDown } from './account/down';
import { clientEnvironment } from './account/environment';
import { accountFolder } from './account/locations';
import { type JudgingPaths, readJudging } from './account/read-judging';
import { askedRunner, RUNNER_VARIABLE } from './account/runner';
import { endedParts, isRunning, PART_TITLES, readState } from './account/state';
import { describeStatus, readStatus } from './account/status';
import { bringUp } from './account/up';

interface UpFlags extends JudgingPaths {
  readonly dir?: string;
  readonly foreground?: boolean;
  readonly port?: number;
  readonly runner?: string;
}

const say = (line: string): void => console.log(line);

/** Runs the command line; the exit code is 1 when it failed, and when `status` finds no account in order. */
export async function main(commandLine: readonly string[]): Promise<void> {
  try {
    await program().parseAsync([...commandLine]);
  } catch (error) {
    // The system's own error (a full disk, a missing right) already names the file.
    if (!(isUserError(error) || isPlatformError(error) || isSystemError(error))) throw error;
    console.error(`local-account: ${messageOf(error)}`);
    process.exitCode = 1;
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function program(): Command {
  const command = new Command('local-account')
    .description('A Snowflake and an AWS with SageMaker on this machine, for notebooks, lessons and tests.')
    .showHelpAfterError('(`npx local-account --help` lists the commands)');
  withDirectory(command.command('up'))
    .description('Start the account in the background; returns when it is ready.')
    .option('--foreground', 'stay until Ctrl-C, and leave nothing running')
    .option('--port <port>', 'listen on this port and the next ones, instead of free ones', readPort)
    .option('--runner <runner>', `what runs hosts: process or container (default: ${RUNNER_VARIABLE}, or process)`)
    .option('--notebook-policy <file>', 'allow the notebook only what this IAM policy (JSON) allows')
    .option('--job-policy <file>', 'the same for the role of jobs and endpoints')
    .option('--record-calls <file>', 'add a line of JSON to this file for each call of AWS')
    .action(async ({ dir, foreground, port, runner, ...judging }: UpFlags) => {
      const options = {
        folder: accountFolder(dir),
        firstPort: port,
        judging: readJudging(judging),
        runner: askedRunner(runner),
        say,
      };
      if (foreground !== true) return bringUp(options);
      // This loads all parts of the account, so it is loaded only here: the other commands answer at once.
      const { runInForeground } = await import('./account/run-in-foreground.js');
      return runInForeground(options);
    });
  withDirectory(command.command('down'))
    .description('End the account. Its data stay for the next time.')
    .option('--erase', 'erase its data too')
    .option('--unsaved', 'end it even when its last changes cannot be saved')
    .action(({ dir, ...flags }: { dir?: string; erase?: boolean; unsaved?: boolean }) =>
      takeDown(accountFolder(dir), flags, say),
    );
  withDirectory(command.command('status'))
    .description('Say what runs and where. The exit code is 1 unless all parts run.')
    .option('--json', 'as one JSON object')
    .action(async ({ dir, json }: { dir?: string; json?: boolean }) => {
      const status = await readStatus(accountFolder(dir));
      say(json === true ? JSON.stringify(status) : describeStatus(status).join('\n'));
      if (status.status !== 'running') process.exitCode = 1;
    });
  withDirectory(command.command('env'))
    .description('Print the environment that sends clients to the account: eval "$(npx local-account env)".')
    .option('--json', 'as one flat JSON object')
    .action(({ dir, json }: { dir?: string; json?: boolean }) => {
      const environment = readEnvironment(dir);
      say(json === true ? JSON.stringify(environment) : exportLines(environment).join('\n'));
    });
  return command;
}

function withDirectory(command: Command): Command {
  return command.option('--dir <folder>', 'where the account keeps its data (default: .local-account of the clone)');
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port)) throw new InvalidArgumentError('It must be a whole number.');
  return port;
}

/** @throws UserError when the account does not run. */
function readEnvironment(directory: string | undefined): Readonly<Record<string, string>> {
  const folder = accountFolder(directory);
  const state = readState(folder.state);
  if (!isRunning(state) || state.phase === 'starting') {
    throw new UserError(`No local account runs in ${folder.directory}. Start it with \`npx local-account up\`.`);
  }
  const ended = endedParts(state).map((part) => PART_TITLES[part]);
  if (ended.length > 0) {
    throw new UserError(
      `${ended.join(' and ')} of the local account has ended. \`npx local-account up\` starts it again.`,
    );
  }
  return clientEnvironment(state, keepCredentials(folder.credentials), folder);
}

function exportLines(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`);
}
