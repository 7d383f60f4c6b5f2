import { Command } from 'commander';
import { installKernel } from 'kernel-helpers/kernel/install';
import { exitCodeOf } from './exit-code';

interface InstallFlags {
  readonly prefix?: string;
  readonly user?: boolean;
  readonly sysPrefix?: boolean;
  readonly python?: string;
  readonly remove?: boolean;
}

/** The command `kernel-helpers`: puts the TypeScript kernel into a Jupyter of the user's own. Returns the exit code. */
export function runCli(args: readonly string[]): Promise<number> {
  const program = new Command('kernel-helpers').description('Notebook kernel for TypeScript.').exitOverride();
  program
    .command('install-kernel')
    .description('tell Jupyter about the TypeScript kernel of this folder; may be run twice')
    .option('--prefix <folder>', 'install under <folder>/share/jupyter, for example a virtual environment')
    .option('--user', 'install for the current user (the default)')
    .option('--sys-prefix', 'install where the Python on the PATH lives')
    .option('--python <command>', 'the Python that --sys-prefix asks')
    .option('--remove', 'remove it from that place instead')
    .action(async (flags: InstallFlags) => {
      const { action, directory } = await installKernel(flags);
      console.log(`The kernel 'TypeScript' ${sentenceOf[action]} ${directory}.`);
    });
  return exitCodeOf(() => program.parseAsync(args, { from: 'user' }));
}

const sentenceOf = {
  installed: 'is installed in',
  removed: 'was removed from',
  'was not there': 'was not in',
} as const;
