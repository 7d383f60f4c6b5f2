import { CommanderError } from 'commander';
import { isPlatformError, isUserError } from 'kernel-helpers/errors';

/** What a shell shows for a process that SIGINT ended. */
const INTERRUPTED = 130;

/** The user pressed Ctrl-C, or a parent asked this process to stop. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** Runs a command and says on stderr what went wrong: one clear message, with a stack only for our own bugs. */
export async function exitCodeOf(command: () => Promise<unknown>): Promise<number> {
  try {
    await command();
    return 0;
  } catch (error) {
    // Commander has already printed its own message, or the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode;
    if (error instanceof InterruptedError) return INTERRUPTED;
    if (isUserError(error) || isPlatformError(error)) console.error(error.message);
    else console.error('This is a bug. Please report it:', error);
    return 1;
  }
}
