import { existsSync } from 'node:fs';
import { UserError } from 'kernel-helpers/errors';
import { writeFailureFile } from '../failure-file';

/**
 * Writes a line when a training script ends the process itself with `process.exit`: what would come after it is lost.
 * @param describe says what the job leaves behind
 */
export function watchForExit(failureFile: string, describe: () => void): { close(): void } {
  const tell = (code: number): void => {
    console.log(`The training script ended the process with process.exit(${code}).`);
    describe();
    if (code === 0 || existsSync(failureFile)) return;
    writeFailureFile(
      failureFile,
      new UserError(
        `The training script ended the process with process.exit(${code}). Throw an error instead: its message is then shown here.`,
      ),
    );
  };
  process.once('exit', tell);
  return { close: () => process.off('exit', tell) };
}
