import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PlatformError } from 'kernel-helpers/errors';
import { z } from 'zod';

const run = promisify(execFile);
const environment = z.record(z.string(), z.string());

/** The caller's own settings of these services would point a notebook at other accounts than the local one. */
const SETTINGS_OF_OTHER_ACCOUNTS = /^(AWS_|SF_|SNOWFLAKE_|SAGEMAKER_|SECRET_ID$)/;

export interface LocalAccount {
  /** What any AWS or Snowflake client needs to work on this account. */
  readonly environment: Readonly<Record<string, string>>;
  /** Stops the account if this process started it. Twice is fine. */
  close(): Promise<void>;
}

/** Brings up the clone's own local account (`.local-account/`), or joins it where it runs already. */
export async function openLocalAccount(root: string): Promise<LocalAccount> {
  const runsAlready = (await status(root)) === 'running';
  if (!runsAlready) await localAccount(root, 'up');
  let isOurs = !runsAlready;
  const close = async () => {
    if (!isOurs) return;
    isOurs = false;
    await localAccount(root, 'down');
  };
  try {
    return { environment: await environmentOf(root), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The process's environment with the local account's settings in place of any other account's. */
export function onLocalAccount(own: NodeJS.ProcessEnv, account: LocalAccount): NodeJS.ProcessEnv {
  const others = Object.entries(own).filter(([name]) => !SETTINGS_OF_OTHER_ACCOUNTS.test(name));
  return { ...Object.fromEntries(others), ...account.environment };
}

async function environmentOf(root: string): Promise<Readonly<Record<string, string>>> {
  return environment.parse(JSON.parse(await localAccount(root, 'env', '--json')));
}

async function status(root: string): Promise<'running' | 'not running'> {
  try {
    await localAccount(root, 'env', '--json');
    return 'running';
  } catch (error) {
    if (error instanceof PlatformError) return 'not running';
    throw error;
  }
}

async function localAccount(root: string, ...args: readonly string[]): Promise<string> {
  const program = join(root, 'kernel-helpers', 'local-account', 'bin', 'local-account.mjs');
  try {
    const { stdout } = await run(process.execPath, [program, ...args], { cwd: root });
    return stdout;
  } catch (cause) {
    const said = cause instanceof Object && 'stderr' in cause ? String(cause.stderr).trim() : String(cause);
    throw new PlatformError(`npx local-account ${args.join(' ')} failed: ${said}`, { cause });
  }
}
