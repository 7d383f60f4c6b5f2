import { join } from 'node:path';
import { Command, Option } from 'commander';
import { exitCodeOf } from 'kernel-helpers/jupyter/exit-code';
import { untilInterrupted } from 'kernel-helpers/jupyter/interruption';
import type { Platform } from './locked-packages';
import { makeRelease } from './make-release';

const PLATFORMS: Readonly<Record<string, Platform>> = {
  'linux-x64': { os: 'linux', cpu: 'x64' },
  'linux-arm64': { os: 'linux', cpu: 'arm64' },
};

interface Flags {
  readonly output: string;
  readonly platform: readonly string[];
  readonly level: string;
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
    .exitOverride()
    .action(async ({ output, platform, level: chosen }: Flags) => {
      console.log(`Making the release in ${output}`);
      const platforms = platform.flatMap((name) => PLATFORMS[name] ?? []);
      const level = LEVELS.find((possible) => String(possible) === chosen) ?? USUAL_LEVEL;
      const say = (line: string): void => console.log(line);
      await untilInterrupted((signal) => makeRelease({ root, folder: output, platforms, level, say, signal }));
    });
  return exitCodeOf(() => program.parseAsync([...args], { from: 'user' }));
}
