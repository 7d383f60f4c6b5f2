import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../support/clone';
import { type ProcessResult, runProcess, runToSuccess } from '../../../support/run-process';
import { makeTemporaryFolder } from '../../../support/temporary-folder';

export const PLATFORM = `linux-${process.arch}`;
export const NAME = `snowflake-sagemaker-0.1.0-${PLATFORM}`;

/** An installation takes seconds; a busy machine takes longer. */
const PATIENCE_SECONDS = 110;

/** A release, and its archive as a user without internet unpacks it: empty folders, no caches, no network. */
export interface UnpackedArchive {
  /** The folder of the release. */
  readonly release: string;
  /** The unpacked folder. */
  readonly folder: string;
  /** An empty folder of the user. */
  folderOf(purpose: string): string;
  /** Runs a program in one of the user's folders, without any network and with none of this process's variables. */
  run(program: string, args?: readonly string[], options?: { readonly cwd?: string }): Promise<ProcessResult>;
  close(): void;
}

/** What `npm run release` does, in a process of its own as there, on what is compiled; it saves the time to compress. */
export async function releaseInto(folder: string, platform: string): Promise<void> {
  const command = join(ROOT, 'kernel-helpers/release/dist/release-command.js');
  const args = [ROOT, ['--output', folder, '--platform', platform, '--level', '0']].map((value) =>
    JSON.stringify(value),
  );
  const program = `require(${JSON.stringify(command)}).runRelease(${args.join(', ')}).then((code) => { process.exitCode = code; });`;
  await runToSuccess(process.execPath, ['-e', program], { deadlineSeconds: 170 });
}

export async function unpackArchive(): Promise<UnpackedArchive> {
  const temporary = makeTemporaryFolder('release');
  // Other users have to read it too: a test runs the archive as one of them.
  chmodSync(temporary.path, 0o755);
  const folderOf = (purpose: string): string => {
    const folder = join(temporary.path, purpose);
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  const release = join(temporary.path, 'release');
  await releaseInto(release, PLATFORM);

  await runToSuccess('tar', ['-xzf', join(release, `${NAME}.tar.gz`), '-C', folderOf('unpacked')]);
  const env = { HOME: folderOf('home'), PATH: '/usr/bin:/bin' };
  return {
    release,
    folder: join(temporary.path, 'unpacked', NAME),
    folderOf,
    run: (program, args = [], { cwd = folderOf('home') } = {}) =>
      runProcess('unshare', ['--map-root-user', '--net', program, ...args], {
        cwd,
        env,
        deadlineSeconds: PATIENCE_SECONDS,
      }),
    close: temporary.close,
  };
}
