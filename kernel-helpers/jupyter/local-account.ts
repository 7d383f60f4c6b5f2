import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { PlatformError } from 'kernel-helpers/errors';
import { z } from 'zod';
import { ProcessGroup } from './process-group';

const environment = z.record(z.string(), z.string());

/** The caller's own settings of these services would send a notebook to an account that is not the local one. */
// The file for recorded calls belongs to no account.
const SETTINGS_OF_OTHER_ACCOUNTS = /^(AWS_(?!CALL_RECORD$)|SF_|SNOWFLAKE_|SAGEMAKER_|SECRET_ID$)/;

export interface LocalAccount {
  /** What any AWS or Snowflake client needs to work on this account. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether this process has to end the account. */
  readonly isOwn: boolean;
  /** Stops the account if this process has to end it. Calling it twice is fine. */
  close(): Promise<void>;
}

/**
 * Starts the clone's own local account (`.local-account/`), or uses it if it already runs. An account that already ran
 * goes on running afterwards, unless the command that started it has been killed (`isLeftOver`).
 */
export async function openLocalAccount(root: string, { isLeftOver = false } = {}): Promise<LocalAccount> {
  if (!isLeftOver && (await isRunning(root)))
    return { environment: await environmentOf(root), isOwn: false, close: async () => {} };
  return bringUp(root, { up: ['up'], env: ['env', '--json'], down: ['down'] });
}

/** Stops the clone's own local account if it runs. */
export async function stopLocalAccount(root: string): Promise<void> {
  await localAccount(root, 'down');
}

/** Starts an account without any data, and erases it when it is closed. */
export async function openNewLocalAccount(root: string): Promise<LocalAccount> {
  const at = ['--dir', join(root, '.set-up', 'new-account')];
  await localAccount(root, 'down', '--erase', ...at);
  return bringUp(root, { up: ['up', ...at], env: ['env', '--json', ...at], down: ['down', '--erase', ...at] });
}

interface AccountCommands {
  readonly up: readonly string[];
  readonly env: readonly string[];
  readonly down: readonly string[];
}

async function bringUp(root: string, commands: AccountCommands): Promise<LocalAccount> {
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await localAccount(root, ...commands.down);
  };
  try {
    await localAccount(root, ...commands.up);
    return { environment: await environmentOf(root, commands.env), isOwn: true, close };
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

async function environmentOf(
  root: string,
  command: readonly string[] = ['env', '--json'],
): Promise<Readonly<Record<string, string>>> {
  return environment.parse(JSON.parse(await localAccount(root, ...command)));
}

async function isRunning(root: string): Promise<boolean> {
  try {
    await environmentOf(root);
    return true;
  } catch (error) {
    if (error instanceof PlatformError) return false;
    throw error;
  }
}

/** Runs in a process group of its own, so that Ctrl-C does not stop the clean-up that Ctrl-C itself began. */
async function localAccount(root: string, ...args: readonly string[]): Promise<string> {
  const program = join(root, 'kernel-helpers', 'local-account', 'bin', 'local-account.mjs');
  const group = ProcessGroup.start(process.execPath, [program, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { stdout: out, stderr: err } = group.child;
  const [stdout, stderr, exitCode] = await Promise.all([textOf(out), textOf(err), group.exited()]);
  if (exitCode !== 0)
    throw new PlatformError(`npx local-account ${args.join(' ')} failed: ${(stderr || stdout).trim()}`);
  return stdout;
}

async function textOf(stream: Readable | null): Promise<string> {
  return stream === null ? '' : text(stream);
}
