import { errorToJson } from 'kernel-helpers/error-codec';
import { type AccountAnswer, accountOptionsSchema } from './account-messages';
import { AlreadyRunning } from './claim-folder';
import { accountFolder } from './locations';
import { onceTerminated } from './once-terminated';
import { runAccount } from './run-account';

if (require.main === module) process.once('message', (message) => void run(message));

async function run(message: unknown): Promise<void> {
  const answer = (content: AccountAnswer): void => {
    // The shell that asked for the account may be gone by now.
    if (process.connected) process.send?.(content);
  };
  try {
    const { directory, ...options } = accountOptionsSchema.parse(message);
    const terminated = onceTerminated();
    const onProgress = (progress: string): void => answer({ progress });
    const account = await runAccount({ ...options, folder: accountFolder(directory), onProgress });
    answer({ ready: true });
    await Promise.race([terminated, account.lost]);
    await account.close();
    process.exit(0);
  } catch (error) {
    if (error instanceof AlreadyRunning) answer({ alreadyRunning: true });
    else answer({ problem: errorToJson(error) });
    console.error(error);
    process.exitCode = 1;
    if (process.connected) process.disconnect();
  }
}
