import { Argument, Command, Option } from 'commander';
import { runNotebook } from 'kernel-helpers/kernel/notebook-runner/run-notebook';
import type { Principal } from 'kernel-helpers/sagemaker/permissions/needed-permissions';
import { type PolicyOptions, policyOfEnvironment } from 'kernel-helpers/sagemaker/permissions/policy-of-environment';
import { z } from 'zod';
import { exitCodeOf } from './exit-code';
import { addInstallCommands } from './installation/install-commands';
import { untilInterrupted } from './interruption';
import { addParameter } from './parse-parameter';
import {
  asWrongUsage,
  type CheckAccountFlags,
  parseCheckNames,
  parseDollars,
  runCheckAccount,
} from './run-check-account';
import { type CleanUpFlags, runCleanUp } from './run-clean-up';
import { type DoctorFlags, runDoctor } from './run-doctor';
import { type PushImageFlags, runPushImage } from './run-push-image';

const manifestSchema = z.object({ version: z.string() });

interface RunFlags {
  readonly output?: string;
  readonly parameter: Readonly<Record<string, unknown>>;
}

/**
 * The command `kernel-helpers`: puts the TypeScript kernel and the sidebar into the user's own JupyterLab, says whether they
 * can start there, checks accounts, prints the policies that they need, pushes the training image, deletes what a stack has made, and runs
 * notebooks without Jupyter. Returns the exit code.
 */
export async function runCli(args: readonly string[]): Promise<number> {
  let commandExitCode = 0;
  const program = new Command('kernel-helpers')
    .description('Notebook kernel for TypeScript.')
    .version(manifestSchema.parse(require('kernel-helpers/package.json')).version)
    .exitOverride();
  addInstallCommands(program);
  program
    .command('doctor')
    .description('say whether the kernel can start here, and what to do if it cannot (the exit code is then 1)')
    .option(
      '--prefix <folder>',
      'the environment to check; by default that of the Jupyter on the PATH, or of this clone',
    )
    .option('--accounts', 'also check the AWS and Snowflake accounts')
    .action(async (flags: DoctorFlags) => {
      commandExitCode = await runDoctor(flags);
    });
  program
    .command('check-account')
    .description('check the AWS and Snowflake accounts that the environment names, the cheapest checks first')
    .option(
      '--spend <dollars>',
      'what the checks may cost together, in US dollars; by default only those that cost nothing are run',
      parseDollars,
      0,
    )
    .option('--only <names>', 'only these checks, and those that they need: values,abort-later', parseCheckNames, [])
    .option('--json', 'print the result as JSON on standard output, with the names of your accounts')
    .option('--report <file>', 'also write a report to send, without names, numbers and secrets')
    .addHelpText(
      'after',
      '\nThe exit code is 0 if no check failed, 1 if one did or something is left, 2 for wrong usage.',
    )
    .exitOverride(asWrongUsage)
    .action(async (flags: CheckAccountFlags) => {
      commandExitCode = await runCheckAccount(flags);
    });
  program
    .command('aws-policy')
    .description('print the IAM policy in JSON with exactly what the notebook, or the role of its jobs, needs in AWS')
    .addArgument(new Argument('<role>', 'whose policy').choices(['notebook', 'job']))
    .option('--kms-key <arn>', 'for the KMS key of the secret or the bucket, where it is not one of AWS')
    .option('--network', 'for jobs and endpoints in a VPC of the account')
    .action((role: Principal, options: PolicyOptions) => {
      console.log(JSON.stringify(policyOfEnvironment(role, options), null, 2));
    });
  program
    .command('push-image')
    .description('build the training image and push it to ECR, without root and without a container engine')
    .addOption(new Option('--device <device>', 'what jobs train on; by default cpu').choices(['cpu', 'cuda']))
    .option('--base <image>', 'a copy of the base image of container/Dockerfile: host/repository:tag@sha256:…')
    .addHelpText(
      'after',
      '\nThe last line on standard output is the URI of the image, which trainingJob({ image }) takes.',
    )
    .action((flags: PushImageFlags) => runPushImage(flags));
  program
    .command('clean-up')
    .description('list everything that belongs to a CloudFormation stack of the template; with --yes, delete it all')
    .requiredOption('--stack <name>', 'the stack, in the account and region of this environment')
    .option('--yes', 'delete: endpoints, models, running jobs, images, files, logs, and then the stack')
    .option('--snowflake', 'with --yes: also drop the table that the notebooks loaded')
    .addHelpText(
      'after',
      '\nTo delete only what you made with a notebook, and keep the stack, run await cleanUp() in it.',
    )
    .action((flags: CleanUpFlags) => runCleanUp(flags));
  program
    .command('run <notebook>')
    .description('run a TypeScript notebook without Jupyter; the exit code is 1 when a cell fails')
    .option('-o, --output <file>', 'write the executed notebook there')
    .option('-p, --parameter <name=value>', 'set a parameter, as JSON or text; may be given again', addParameter, {})
    .action(async (notebook: string, { output, parameter }: RunFlags) => {
      commandExitCode = await untilInterrupted((signal) =>
        runNotebook(notebook, { parameters: parameter, signal, ...(output !== undefined && { output }) }),
      );
    });
  program
    .command('export <notebook>')
    .description('write a TypeScript notebook as one script, which Node.js 22.18 or newer runs')
    .option('-o, --output <file>', 'the script; by default beside the notebook, under its name')
    .action(async (notebook: string, { output }: { readonly output?: string }) => {
      // It loads TypeScript, which the other commands do without.
      const { exportNotebookFile } = await import('kernel-helpers/kernel/notebook-export/export-file');
      for (const file of exportNotebookFile(notebook, output)) console.log(file);
    });
  const exitCode = await exitCodeOf(() => program.parseAsync(args, { from: 'user' }));
  return exitCode === 0 ? commandExitCode : exitCode;
}
