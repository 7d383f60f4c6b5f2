import { Argument, Command, Option } from 'commander';
import { installKernel } from 'kernel-helpers/kernel/install';
import { runNotebook } from 'kernel-helpers/kernel/notebook-runner/run-notebook';
import type { Principal } from 'kernel-helpers/sagemaker/permissions/needed-permissions';
import { type PolicyOptions, policyOfEnvironment } from 'kernel-helpers/sagemaker/permissions/policy-of-environment';
import { exitCodeOf } from './exit-code';
import { untilInterrupted } from './interruption';
import { addParameter } from './parse-parameter';
import { addVariable } from './parse-variable';
import {
  asWrongUsage,
  type CheckAccountFlags,
  parseCheckNames,
  parseDollars,
  runCheckAccount,
} from './run-check-account';
import { type DoctorFlags, runDoctor } from './run-doctor';
import { type PushImageFlags, runPushImage } from './run-push-image';

interface InstallFlags {
  readonly prefix?: string;
  readonly user?: boolean;
  readonly sysPrefix?: boolean;
  readonly python?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly remove?: boolean;
}

interface RunFlags {
  readonly output?: string;
  readonly parameter: Readonly<Record<string, unknown>>;
}

/**
 * The command `kernel-helpers`: puts the TypeScript kernel into the user's own Jupyter, says whether it can start
 * there, checks accounts, prints the policies that they need, pushes the training image, and runs notebooks without Jupyter. Returns the exit code.
 */
export async function runCli(args: readonly string[]): Promise<number> {
  let commandExitCode = 0;
  const program = new Command('kernel-helpers').description('Notebook kernel for TypeScript.').exitOverride();
  program
    .command('install-kernel')
    .description('tell Jupyter about the TypeScript kernel of this folder; running it twice is fine')
    .option('--prefix <folder>', 'install under <folder>/share/jupyter, for example a virtual environment')
    .option('--user', 'install for the current user (the default)')
    .option('--sys-prefix', 'install into the environment of the Python on the PATH')
    .option('--python <command>', 'the Python to use for --sys-prefix')
    .option(
      '--env <NAME=value>',
      'a setting for every notebook with this kernel, such as SF_ACCOUNT; no secrets; may be given again',
      addVariable,
      {},
    )
    .option('--remove', 'remove it from that place instead')
    .action(async (flags: InstallFlags) => {
      const { action, directory, replacedOther, whyPlainStart } = await installKernel(flags);
      console.log(`The kernel 'TypeScript' ${sentenceOf[action]} ${directory}.`);
      if (replacedOther) console.log('It replaces another kernel of that name, such as stock tslab.');
      if (whyPlainStart !== undefined) console.log(`It starts without a snapshot, more slowly: ${whyPlainStart}`);
    });
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
    .command('run <notebook>')
    .description('run a TypeScript notebook without Jupyter; the exit code is 1 when a cell fails')
    .option('-o, --output <file>', 'write the executed notebook there')
    .option('-p, --parameter <name=value>', 'set a parameter, as JSON or text; may be given again', addParameter, {})
    .action(async (notebook: string, { output, parameter }: RunFlags) => {
      commandExitCode = await untilInterrupted((signal) =>
        runNotebook(notebook, { parameters: parameter, signal, ...(output !== undefined && { output }) }),
      );
    });
  const exitCode = await exitCodeOf(() => program.parseAsync(args, { from: 'user' }));
  return exitCode === 0 ? commandExitCode : exitCode;
}

const sentenceOf = {
  installed: 'is installed in',
  removed: 'was removed from',
  'was not there': 'was not in',
} as const;
