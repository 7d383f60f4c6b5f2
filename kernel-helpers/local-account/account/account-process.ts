import { isUserError } from 'kernel-helpers/errors';
import { z } from 'zod';
import { AlreadyRunning } from './claim-folder';
import { accountFolder } from './locations';
import { onceTerminated } from './once-terminated';
import { runAccount } from './run-account';

/** What `up` tells the process that runs the account in the background. */
export const accountOptionsSchema = z.object({ directory: z.string(), firstPort: z.number().optional() });

/** What that process answers: any number of progress lines, then one of the others. */
export const accountAnswerSchema = z.union([
  z.object({ progress: z.string() }),
  z.object({ ready: z.literal(true) }),
  z.object({ alreadyRunning: z.literal(true) }),
  z.object({ problem: z.string(), isUsers: z.boolean() }),
]);

type Answer = z.infer<typeof accountAnswerSchema>;

if (require.main === module) process.once('message', (message) => void run(message));

async function run(message: unknown): Promise<void> {
  const answer = (content: Answer): void => {
    process.send?.(content);
  };
  try {
    const { directory, firstPort } = accountOptionsSchema.parse(message);
    const terminated = onceTerminated();
    const onProgress = (progress: string): void => answer({ progress });
    const account = await runAccount({ folder: accountFolder(directory), firstPort, onProgress });
    answer({ ready: true });
    await terminated;
    await account.close();
    process.exit(0);
  } catch (error) {
    if (error instanceof AlreadyRunning) answer({ alreadyRunning: true });
    else answer({ problem: describe(error), isUsers: isUserError(error) });
    console.error(error);
    process.exitCode = 1;
    if (process.connected) process.disconnect();
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
