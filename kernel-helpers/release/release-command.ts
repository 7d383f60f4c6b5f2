import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { isLocalAccount } from 'kernel-helpers/aws/clients';
import { exitCodeOf } from 'kernel-helpers/jupyter/exit-code';
import { untilInterrupted } from 'kernel-helpers/jupyter/interruption';
import { launchLines } from './launch-lines';
import type { Platform } from './locked-packages';
import { makeRelease } from './make-release';
import { publishRelease, regionOfBucket } from './publish-release';
import { INSTANCE_PLATFORM } from './release-files';
import { parsePlace, type ReleasePlace } from './release-place';

const PLATFORMS: Readonly<Record<string, Platform>> = {
  'linux-x64': INSTANCE_PLATFORM,
  'linux-arm64': { os: 'linux', cpu: 'arm64' },
};

interface Flags {
  readonly output: string;
  readonly platform: readonly string[];
  readonly level: string;
  readonly publish?: ReleasePlace;
  readonly region?: readonly string[];
  readonly replace?: true;
}

const LEVELS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
const USUAL_LEVEL = 6;

/** The command `npm run release` of a clone that is set up. Resolves to the exit code. */
export function runRelease(root: string, args: readonly string[]): Promise<number> {
  const program = new Command('npm run release --')
    .description('make the npm packages, the archives for machines without internet, and their checksums')
    .option('--output <folder>', 'the folder that is emptied and filled', join(root, 'out/release'))
    .addOption(
      new Option('--platform <names...>', 'the systems to make archives for; `none` makes the npm packages alone')
        .choices([...Object.keys(PLATFORMS), 'none'])
        .default(Object.keys(PLATFORMS)),
    )
    .addOption(
      new Option('--level <number>', 'how much to compress; 0 makes large files in half the time, to try a release')
        .choices(LEVELS.map(String))
        .default(String(USUAL_LEVEL)),
    )
    .option(
      '--publish <place>',
      'then upload it to s3://bucket/prefix/<version>/, and print links that launch it',
      place,
    )
    .option('--region <names...>', 'with --publish: the regions of the links; by default that of the bucket')
    .option('--replace', 'with --publish: replace files that are there under the same version with other bytes')
    .exitOverride()
    .action(async (flags: Flags) => {
      checkFlags(program, flags);
      await untilInterrupted((signal) => release(root, flags, signal));
    });
  return exitCodeOf(() => program.parseAsync([...args], { from: 'user' }));
}

async function release(root: string, flags: Flags, signal: AbortSignal): Promise<void> {
  const { output, platform, level: chosen, publish } = flags;
  const say = (line: string): void => console.log(line);
  // Before the release, which takes minutes.
  const region = publish === undefined ? undefined : await regionOfBucket(publish, signal);
  say(`Making the release in ${output}`);
  const platforms = platform.flatMap((name) => PLATFORMS[name] ?? []);
  const level = LEVELS.find((possible) => String(possible) === chosen) ?? USUAL_LEVEL;
  const made = await makeRelease({ root, folder: output, platforms, level, place: publish, say, signal });
  if (publish === undefined || region === undefined) return;
  const { version } = made;
  say(
    `Publishing version ${version} in the bucket ${publish.bucket}${isLocalAccount() ? ' of the local account' : ''}`,
  );
  await publishRelease({ folder: output, version, place: publish, replaces: flags.replace ?? false, say, signal });
  for (const line of launchLines({ ...made, place: publish, region }, flags.region ?? [region])) say(line);
}

function place(text: string): ReleasePlace {
  const found = parsePlace(text);
  if (found === undefined) throw new InvalidArgumentError('It has the form s3://bucket/prefix.');
  return found;
}

function checkFlags(program: Command, { platform, publish, region, replace }: Flags): void {
  if (publish === undefined && (region ?? replace) !== undefined) {
    program.error('error: --region and --replace are for --publish.');
  }
  if (publish !== undefined && !platform.some((name) => PLATFORMS[name] === INSTANCE_PLATFORM)) {
    program.error('error: --publish needs the archive for notebook instances: add linux-x64 to --platform.');
  }
}
