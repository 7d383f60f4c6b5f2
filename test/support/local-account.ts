import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from './clone';
import { runToSuccess } from './run-process';
import { makeTemporaryFolder } from './temporary-folder';

const PROGRAM = join(ROOT, 'kernel-helpers', 'local-account', 'bin', 'local-account.mjs');
const UP_WITHIN_SECONDS = 60;

export interface TestAccount {
  readonly directory: string;
  /** Only the variables that `local-account env --json` prints. */
  readonly settings: Readonly<Record<string, string>>;
  /** This process's environment with those settings, for programs that need a PATH as well. */
  readonly env: NodeJS.ProcessEnv;
  /** Stops the account and erases its data. Calling it twice is fine. */
  close(): Promise<void>;
}

export interface TestAccountOptions {
  /** Options of `local-account up`, such as a policy of the notebook. */
  readonly upOptions?: readonly string[];
  /** Further variables of its commands, such as those of a container engine. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Writes what the account's folder holds before its first start. @default nothing */
  readonly prepare?: (folder: string) => Promise<void>;
}

/** A local account of the test's own, in a temporary folder, on free ports. */
export async function startLocalAccount({
  upOptions = [],
  variables,
  prepare,
}: TestAccountOptions = {}): Promise<TestAccount> {
  const folder = makeTemporaryFolder('local-account');
  const run = (...args: readonly string[]) =>
    runToSuccess(process.execPath, [PROGRAM, ...args, '--dir', folder.path], {
      cwd: ROOT,
      env: { ...process.env, ...variables },
      deadlineSeconds: UP_WITHIN_SECONDS,
    });
  let isClosed = false;
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    await run('down', '--erase').finally(() => folder.close());
  };
  try {
    await prepare?.(folder.path);
    await run('up', ...upOptions);
    const settings = z.record(z.string(), z.string()).parse(JSON.parse(await run('env', '--json')));
    return { directory: folder.path, settings, env: { ...process.env, ...settings }, close };
  } catch (error) {
    await close();
    throw error;
  }
}
