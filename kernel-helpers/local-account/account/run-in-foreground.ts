import { UserError } from 'kernel-helpers/errors';
import { requireUsable } from './check-folder';
import { AlreadyRunning } from './claim-folder';
import { onceTerminated } from './once-terminated';
import { sayAddresses, waitUntilReady } from './ready-account';
import { runAccount } from './run-account';
import type { UpOptions } from './up';

/** Runs the account in this process until it is asked to end. */
export async function runInForeground({ folder, say, runner = 'process', ...options }: UpOptions): Promise<void> {
  requireUsable(folder);
  const terminated = onceTerminated();
  say(`Starting the local account in ${folder.directory} ...`);
  const account = await runAccount({ ...options, folder, runner, onProgress: say }).catch((error: unknown) => {
    if (!(error instanceof AlreadyRunning)) throw error;
    throw new UserError(
      `The local account in ${folder.directory} is running already. End it with \`npx local-account down\`, or use --dir for another.`,
    );
  });
  sayAddresses(await waitUntilReady(folder), say);
  say('Ready. Ctrl-C ends it.');
  await Promise.race([terminated, account.lost]);
  say('Ending the local account ...');
  await account.close();
}
